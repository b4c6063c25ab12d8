import type { Finding } from '../problems/problem.ts';
import type { Check } from './check.ts';
import { systemIds } from './system-ids.ts';

/** Two nodes with one chassis name take each other's rows in the southbound database, in turn. */
export const sharedSystemId: Check = (fleet, drafts) => {
  const owners = new Map<string, string[]>();
  for (const { node, after } of systemIds(fleet, drafts)) {
    if (after !== null) owners.set(after, [...(owners.get(after) ?? []), node]);
  }
  return [...owners].flatMap(([systemId, nodes]): readonly Finding[] =>
    nodes.length < 2 ? [] : [{ nodes, problem: { kind: 'shared-system-id', systemId, nodes } }],
  );
};
