import type { Finding } from '../problems/problem.ts';
import type { Check } from './check.ts';
import { endpoints } from '../ovn/endpoints.ts';

/** OVN's southbound database has a unique index on (type, ip): two chassis never share an address. */
export const uniqueEndpoint: Check = (fleet, drafts) => {
  const holders = new Map<string, string[]>();
  for (const { node, after } of endpoints(fleet, drafts)) {
    for (const address of new Set(after)) {
      holders.set(address, [...(holders.get(address) ?? []), node]);
    }
  }
  return [...holders].flatMap(([address, nodes]): readonly Finding[] =>
    nodes.length < 2 ? [] : [{ nodes, problem: { kind: 'duplicate-endpoint', address, nodes } }],
  );
};
