import { groupBy } from '../../model/group-by.ts';
import type { Place } from '../../model/inventory.ts';
import type { InventoryInput, NodeInput } from '../schema/inventory.ts';
import type { Document, Path } from '../yaml.ts';

/** Settings at one place of the file, and where that is. */
interface Layer {
  readonly path: Path;
  readonly settings: NodeInput;
}

/** A group of the file. */
export interface Group {
  readonly name: string;
  readonly nodes: readonly string[];
  readonly layer: Layer;
}

/** A node with the layers under it, the strongest last. */
export interface Member {
  readonly name: string;
  readonly groups: readonly string[];
  readonly layers: readonly Layer[];
  readonly merged: NodeInput;
}

/** An inventory taken apart, in the order of the file: what the rules look at. */
export interface Context {
  readonly document: Document;
  readonly layers: readonly Layer[];
  readonly groups: readonly Group[];
  readonly members: readonly Member[];
  /** Names of chassis that are not ours. */
  readonly outsiders: readonly string[];
}

/** Lays defaults and groups under each node. */
export function contextOf(document: Document, input: InventoryInput): Context {
  const defaults = { path: ['defaults'], settings: input.defaults ?? {} };
  const groups = groupsOf(document, input.groups ?? {});
  const pairs = groups.flatMap((group) =>
    [...new Set(group.nodes)].map((node) => ({ node, group })),
  );
  const byNode = groupBy(pairs, ({ node }) => node);
  const members = names(document, 'nodes', input.nodes).map(([name, settings]) => {
    const own = (byNode.get(name) ?? []).map(({ group }) => group);
    const node = { path: ['nodes', name], settings: settings ?? {} };
    const layers = [defaults, ...own.map(({ layer }) => layer), node];
    const merged = layers.map((layer) => layer.settings).reduce(merge, {});
    return { name, groups: own.map((group) => group.name), layers, merged };
  });
  const ownLayers = members.flatMap(({ layers }) => layers.slice(-1));
  return {
    document,
    groups,
    members,
    outsiders: input.outsiders ?? [],
    layers: [defaults, ...groups.map(({ layer }) => layer), ...ownLayers],
  };
}

/** Where the strongest layer that has this setting says it; the node itself where none does. */
export function originOf(document: Document, member: Member, setting: readonly string[]): Place {
  const layer = member.layers.findLast(({ settings }) => has(settings, setting));
  if (layer === undefined) return document.place(['nodes', member.name], 'key');
  return document.place([...layer.path, ...setting], 'value');
}

function groupsOf(document: Document, input: NonNullable<InventoryInput['groups']>) {
  return names(document, 'groups', input).map(([name, { nodes, ...settings }]): Group => ({
    name,
    nodes,
    layer: { path: ['groups', name], settings },
  }));
}

function names<T>(document: Document, key: string, map: Readonly<Record<string, T>>) {
  const present = document.keys([key]).filter((name) => Object.hasOwn(map, name));
  return present.flatMap((name): [string, T][] => {
    const value = map[name];
    return value === undefined ? [] : [[name, value]];
  });
}

/** One layer over another: maps merge by key, other values replace. */
function merge(under: NodeInput, over: NodeInput): NodeInput {
  // `false` is no map: it replaces the one under it, and is replaced by the one over it.
  const both =
    typeof under.underlay === 'object' && typeof over.underlay === 'object'
      ? { underlay: { ...under.underlay, ...over.underlay } }
      : {};
  return {
    ...under,
    ...over,
    ssh: { ...under.ssh, ...over.ssh },
    ovs: { ...under.ovs, ...over.ovs },
    vars: { ...under.vars, ...over.vars },
    ...both,
  };
}

function has(settings: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (typeof settings !== 'object' || settings === null || !Object.hasOwn(settings, key))
    return false;
  return has(Reflect.get(settings, key), rest);
}
