import type { Inventory, NodeSpec, UnderlaySpec } from '../model/inventory.ts';
import { foldNames } from '../model/fold-names.ts';

/** An inventory in another form. */
interface Exported {
  readonly text: string;
  /** What that form has no place for, a sentence each. */
  readonly notes: readonly string[];
}

/** `style`: how, where a form can be had in more than one way. */
export type Exporter = (inventory: Inventory, style?: ExportStyle) => Exported;

export type ExportStyle = 'microovn';

/** Something that some nodes have and a form cannot say. */
export type Loss = readonly [what: string, has: (node: NodeSpec) => boolean];

/** What an inventory says of an endpoint of its own; nothing where there is none. */
export function declared({ underlay }: NodeSpec): UnderlaySpec {
  return underlay || {};
}

/** An address, with its prefix length where one is known. */
export function textOf({ address, prefix }: NonNullable<UnderlaySpec['ip']>): string {
  return prefix === null ? address.text : `${address.text}/${prefix}`;
}

/** The losses that there are, with whose they are. */
export function notesOn(
  { nodes, outsiders = [] }: Inventory,
  losses: readonly Loss[],
): readonly string[] {
  const lost = losses.map(
    ([what, has]) => [what, nodes.filter(has).map(({ name }) => name)] as const,
  );
  return [...lost, ['no other form has a word for `outsiders`', outsiders] as const].flatMap(
    ([what, names]) => (names.length === 0 ? [] : [`${what}: ${foldNames(names)}`]),
  );
}
