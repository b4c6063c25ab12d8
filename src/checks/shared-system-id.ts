import { groupBy } from '../model/group-by.ts';
import type { Finding } from '../problems/problem.ts';
import type { Check } from './check.ts';
import { systemIds } from './system-ids.ts';

/** Two nodes with one chassis name take each other's rows in the southbound database, in turn. */
export const sharedSystemId: Check = (fleet, drafts) => {
  const owners = groupBy(systemIds(fleet, drafts), ({ after }) => after);
  return [...owners].flatMap(([systemId, owning]): readonly Finding[] => {
    if (systemId === null || owning.length < 2) return [];
    const nodes = owning.map(({ node }) => node);
    return [{ nodes, problem: { kind: 'shared-system-id', systemId, nodes } }];
  });
};
