import { sameHost } from '../../input/native/host.ts';
import { formOf, inventoryOf } from '../../input/load.ts';
import { readText } from '../../input/read-text.ts';
import { show } from '../../input/show.ts';
import type { Inventory, NodeSpec } from '../../model/inventory.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { grown, type Newcomer } from '../../setup/growth.ts';
import type { Context } from '../context.ts';
import { usage } from '../report-of.ts';

/** An inventory of the native form, as it stands in its file. */
export interface Old {
  readonly text: string;
  readonly inventory: Inventory;
}

export type Read<T> = Promise<Result<T, readonly Problem[]>>;

/** Reads an inventory that can be added to. */
export async function readOld(file: string, context: Context): Read<Old> {
  const text = await readText(file);
  if (!text.ok) return text;
  const form = await formOf(text.value, file);
  if (!form.ok) return form;
  if (form.value !== 'native') return err([foreign(file, names[form.value])]);
  const inventory = await inventoryOf(text.value, file, context);
  return inventory.ok ? ok({ text: text.value, inventory: inventory.value }) : inventory;
}

/** The same with nodes at its end; it is read again, so that nothing else can have changed. */
export async function extended(
  { text, inventory }: Old,
  newcomers: readonly Newcomer[],
  context: Context,
): Read<{ readonly text: string; readonly newcomers: readonly NodeSpec[] }> {
  const { file } = inventory;
  const added = grown(text, newcomers);
  if (added === null) return err([unclear(file)]);
  const after = await inventoryOf(added, file, context);
  if (!after.ok) return after;
  const { nodes, outsiders } = after.value;
  const [before, behind] = [inventory.nodes, nodes.slice(inventory.nodes.length)];
  const isKept =
    meaning(nodes.slice(0, before.length)) === meaning(before) &&
    String(outsiders) === String(inventory.outsiders);
  const isAdded =
    String(behind.map(({ name }) => name)) === String(newcomers.map(([name]) => name));
  return isKept && isAdded ? ok({ text: added, newcomers: behind }) : err([unclear(file)]);
}

/** Hosts that the inventory has already, by name or by address. */
export function alreadyThere(
  hosts: readonly Pick<NodeSpec, 'name' | 'address'>[],
  { file, nodes }: Inventory,
): readonly Problem[] {
  return hosts.flatMap(({ name, address }) => {
    const known = nodes.find(
      (node) =>
        sameHost(node.name) === sameHost(name) || sameHost(node.address) === sameHost(address),
    );
    if (known === undefined) return [];
    const cause = `--add: ${show(name)} is in ${file} already, as ${show(known.name)} at ${show(known.address)}`;
    return [usage(cause, 'leave it out, or change the inventory by hand')];
  });
}

const names = { preseed: 'a MicroCloud preseed', ansible: 'an Ansible inventory' } as const;

function foreign(file: string, what: string): Problem {
  return usage(
    `${file} is ${what}: \`init\` cannot add nodes to it`,
    `add the node there by hand, or make an inventory of it first: \`mcreconcile init ${file}\``,
  );
}

function unclear(file: string): Problem {
  return usage(
    `the nodes of ${file} are written in a way that \`init\` cannot add to`,
    'add the node by hand, as docs/inventory.md says',
  );
}

function meaning(nodes: readonly NodeSpec[]): string {
  return JSON.stringify(nodes.map(({ place: _place, ...node }) => node));
}
