import type { Finding } from '../model/problem.ts';
import type { Check } from './check.ts';
import { endpoints, type Endpoints } from './endpoints.ts';

/** Writing everywhere at once would let two chassis hold one address: whoever takes must wait. */
export const freeEndpoint: Check = (fleet, drafts) => {
  const all = endpoints(fleet, drafts);
  const leaving = new Map(
    all.flatMap((holder) => left(holder).map((address) => [address, holder.node])),
  );
  return all.flatMap(({ node: taker, after }) =>
    after.flatMap((address): readonly Finding[] => {
      const holder = leaving.get(address);
      if (holder === undefined || holder === taker) return [];
      return [
        { nodes: [taker, holder], problem: { kind: 'endpoint-in-use', address, taker, holder } },
      ];
    }),
  );
};

/** What a node holds and gives up. */
function left({ before, after }: Endpoints): readonly string[] {
  const kept = new Set(after);
  return before.filter((address) => !kept.has(address));
}
