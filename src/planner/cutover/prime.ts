import type { Endpoints } from '../../ovn/endpoints.ts';
import { parseAddress } from '../../model/address.ts';
import type { Prime } from '../../model/plan.ts';

/**
 * Pings from each endpoint to all others, as they are once these nodes have moved: a tunnel's first
 * packet then finds its way at once.
 */
export function primes(all: readonly Endpoints[], taken: ReadonlySet<string>): readonly Prime[] {
  const ends = all.flatMap(({ node, after: [first] }) => {
    const address = parseAddress(first ?? '');
    return address === null ? [] : [{ node, address }];
  });
  return ends.flatMap(({ node, address: { text: source, family } }) => {
    const targets = ends
      .filter((other) => other.node !== node && other.address.family === family)
      .map(({ address }) => address.text);
    const flush = targets.filter((target) => taken.has(target));
    return targets.length === 0 ? [] : [{ node, source, targets, flush }];
  });
}
