import fc from 'fast-check';
import type { NodeSpec } from '../../src/model/inventory.ts';
import { groupNames, layer, nodeLayer, type Layer, type Leaf } from './inventory-settings.ts';
import { pen, type Pen, type Tree } from './yaml-pen.ts';

/** An inventory as text, and what it means: every node but for its place. */
export interface WrittenInventory {
  readonly text: string;
  readonly nodes: readonly Omit<NodeSpec, 'place'>[];
}

interface Draft {
  readonly defaults: Layer;
  readonly groups: readonly Group[];
  readonly nodes: readonly { readonly name: string; readonly layer: Layer }[];
  readonly pen: Pen;
}

interface Group {
  readonly name: string;
  readonly members: readonly string[];
  readonly layer: Layer;
}

/** An inventory that keeps every rule, in one of the many ways to write it. */
export function validInventory(): fc.Arbitrary<WrittenInventory> {
  const size = { count: fc.integer({ min: 1, max: 6 }), six: fc.boolean() };
  return fc
    .record(size)
    .chain(({ count, six }) => draft(count, six))
    .map((draft) => ({ text: write(draft), nodes: meaning(draft) }));
}

function draft(count: number, six: boolean): fc.Arbitrary<Draft> {
  const local = fc.integer({ min: -1, max: count - 1 });
  const nodes = local.chain((local) =>
    fc.tuple(...Array.from({ length: count }, (_, at) => nodeLayer({ at, six }, at === local))),
  );
  return nodes.chain((nodes) =>
    fc.record({
      defaults: layer(six),
      groups: fc.tuple(...groupNames.map((name) => group(name, nodes.map(nameOf), six))),
      nodes: fc.constant(nodes),
      pen: pen(),
    }),
  );
}

function group(name: string, nodes: readonly string[], six: boolean): fc.Arbitrary<Group> {
  const members = fc.shuffledSubarray([...nodes]);
  return fc.record({ name: fc.constant(name), members, layer: layer(six) });
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** The oracle: leaf by leaf, the last layer that has one wins. */
function meaning({ defaults, groups, nodes }: Draft): WrittenInventory['nodes'] {
  return nodes.map(({ name, layer }) => {
    const own = groups.filter(({ members }) => members.includes(name));
    const leaves = new Map<string, Leaf>();
    for (const leaf of [defaults, ...own.map((each) => each.layer), layer].flat())
      lay(leaves, leaf);
    const one = (key: string): unknown => leaves.get(key)?.meant;
    const all = (key: string): object => under(leaves, key);
    const underlay = one('underlay') ?? (Object.keys(all('underlay')).length > 0 ? 1 : null);
    return {
      name,
      address: textOrNull(one('address')) ?? name,
      connection: one('connection') === 'local' ? 'local' : 'ssh',
      ssh: all('ssh'),
      underlay: underlay === 1 ? all('underlay') : underlay === false ? false : null,
      ovs: all('ovs'),
      systemId: textOrNull(one('system_id')),
      vars: Object.fromEntries(
        Object.entries(all('vars')).map(([key, value]) => [key, `${value}`]),
      ),
      groups: own.map(nameOf),
    };
  });
}

/** `underlay: false` and a map with its parts take each other's place. */
function lay(leaves: Map<string, Leaf>, leaf: Leaf): void {
  const [top, inner] = leaf.path;
  if (top === 'underlay')
    for (const key of leaves.keys())
      if (inner === undefined ? key.startsWith('underlay\0') : key === 'underlay')
        leaves.delete(key);
  leaves.set(leaf.path.join('\0'), leaf);
}

function under(leaves: ReadonlyMap<string, Leaf>, top: string): Record<string, unknown> {
  const own = [...leaves.values()].filter(({ path: [first, inner] }) => first === top && inner);
  return Object.fromEntries(own.map(({ path: [, inner = ''], meant }) => [inner, meant]));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function write({ defaults, groups, nodes, pen }: Draft): string {
  const named = new Map<string, Tree>(
    groups.map(({ name, members, layer }) => [
      name,
      pen.layer(new Map<string, Tree>([['nodes', members], ...treeOf(layer)])),
    ]),
  );
  return pen.document(
    new Map<string, Tree>([
      ['defaults', pen.layer(treeOf(defaults))],
      ['groups', named],
      ['nodes', new Map(nodes.map(({ name, layer }) => [name, pen.layer(treeOf(layer))]))],
    ]),
  );
}

function treeOf(layer: Layer): Map<string, Tree> {
  const tree = new Map<string, Map<string, Tree>>();
  const top = new Map<string, Tree>();
  for (const { path, written } of layer) {
    const [first, inner] = path;
    if (inner === undefined) top.set(first, written);
    else {
      const map = tree.get(first) ?? new Map<string, Tree>();
      tree.set(first, map.set(inner, written));
    }
  }
  return new Map([...top, ...tree]);
}
