import { isStill, type Endpoints } from '../../checks/endpoints.ts';
import type { Wish } from '../../model/change.ts';
import type { Step } from './fold.ts';
import type { Order, Places } from './order.ts';
import { primes } from './prime.ts';
import { sourced, step, type Mover } from './steps.ts';

/**
 * Who was left standing still goes on first, for its peers wait for it; tunnels learn to send from their
 * own endpoint, cycles come apart, then all move at once.
 */
export function synchronised(
  movers: readonly Mover[],
  { parked, layers }: Order,
  places: Places,
): readonly Step[] {
  const ends = movers.map((mover) => mover.ends);
  const thawed = new Map(movers.map((each) => [each.draft.name, types(each)]));
  // Tunnels to those who go on are made anew meanwhile: what is known of them does not hold any more.
  const kept = [...thawed.values()].every((wishes) => wishes.length === 0) ? movers : [];
  const source = new Map(kept.map((mover) => [mover.draft.name, sourced(mover)]));
  return [
    { ...step('thaw', []), wishes: thawed },
    { ...step('source', movers), tunnels: source },
    { ...step('park', []), wishes: new Map(parked.map((node) => [node, parking(node, places)])) },
    ...layers.map((layer, at) => {
      const taken = new Set(at === 0 && parked.length === 0 ? [] : takenIn(ends));
      const own = movers.filter(({ draft, ends: each }) =>
        isStill(each) ? at === 0 : layer.includes(draft.name),
      );
      return { ...step('move', own), layer: at, prime: primes(ends, taken) };
    }),
    { ...step('release', movers), layer: layers.length - 1 },
  ];
}

/** The encap type of a chassis that has an endpoint and no type: a run died that had frozen it. */
function types({ draft, ends: { before } }: Mover): readonly Wish[] {
  if (before.length === 0) return [];
  return draft.changes
    .filter((change) => change.key === 'ovn-encap-type' && change.before === null)
    .map(({ column, key, after }) => ({ column, key, value: after }));
}

function parking(node: string, places: Places): readonly Wish[] {
  return [{ column: 'external_ids', key: 'ovn-encap-ip', value: places.get(node) ?? null }];
}

/** Addresses that one machine had and another gets. */
function takenIn(ends: readonly Endpoints[]): readonly string[] {
  const holders = new Map(ends.flatMap(({ node, before }) => before.map((ip) => [ip, node])));
  return ends.flatMap(({ node, after }) =>
    after.filter((address) => (holders.get(address) ?? node) !== node),
  );
}
