import type { NodeSpec } from '../model/inventory.ts';
import type { Finding } from '../problems/problem.ts';

/**
 * What speaks against nodes that join a fleet which is otherwise, all with an underlay or all
 * without: MicroCloud takes them without a word, and the fleet is mixed from then on.
 */
export function joining(
  members: readonly NodeSpec[],
  newcomers: readonly NodeSpec[],
): readonly Finding[] {
  const isMixed = members.some(hasUnderlay) && !members.every(hasUnderlay);
  if (isMixed) return [];
  const others = members.map(({ name }) => name);
  const has = members.every(hasUnderlay);
  return newcomers
    .filter((node) => hasUnderlay(node) !== has)
    .map(({ name }) => ({
      nodes: [name],
      problem: { kind: 'mixed', others, joins: has ? 'without' : 'with' },
    }));
}

function hasUnderlay({ underlay }: NodeSpec): boolean {
  return underlay !== false && underlay !== null;
}
