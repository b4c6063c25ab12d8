import type { Finding } from '../model/problem.ts';
import type { Check } from './check.ts';

/** Two nodes with one chassis name take each other's rows in the southbound database, in turn. */
export const sharedSystemId: Check = (fleet) => {
  const owners = new Map<string, string[]>();
  for (const { spec, facts } of fleet.nodes) {
    if (facts.systemId === null) continue;
    owners.set(facts.systemId, [...(owners.get(facts.systemId) ?? []), spec.name]);
  }
  return [...owners].flatMap(([systemId, nodes]): readonly Finding[] =>
    nodes.length < 2 ? [] : [{ nodes, problem: { kind: 'shared-system-id', systemId, nodes } }],
  );
};
