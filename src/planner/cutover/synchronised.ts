import { isStill, type Endpoints } from '../../ovn/endpoints.ts';
import type { Wish } from '../../model/change.ts';
import type { Step } from './fold.ts';
import type { Places } from '../parking.ts';
import type { Order } from './order.ts';
import { isThaw } from '../../ovn/still.ts';
import { primes } from './prime.ts';
import { sourced, step, type Mover } from './steps.ts';
import { keys } from '../../ovn/keys.ts';

/** Who was left standing still goes on first; tunnels learn to send from their own endpoint, cycles come apart, all move at once. */
export function synchronised(
  movers: readonly Mover[],
  { parked, layers }: Order,
  places: Places,
): readonly Step[] {
  const ends = movers.map((mover) => mover.ends);
  // Tunnels to those who go on are made anew meanwhile: what is known of them does not hold any more.
  const isThawing = movers.some(({ draft }) => draft.changes.some(isThaw));
  const kept = isThawing ? [] : movers;
  const source = new Map(kept.map((mover) => [mover.draft.name, sourced(mover)]));
  return [
    step('thaw', movers),
    { ...step('source', movers), tunnels: source },
    { ...step('park', []), wishes: new Map(parked.map((node) => [node, parking(node, places)])) },
    ...layers.map((layer, at) => {
      const taken = new Set(at === 0 && parked.length === 0 ? [] : takenIn(ends));
      // Who keeps its endpoint waits for nobody.
      const own = movers.filter(
        ({ draft, ends: each }) => isStill(each) || layer.includes(draft.name),
      );
      return { ...step('move', own), layer: at, prime: primes(ends, taken) };
    }),
    { ...step('drop-source', movers), layer: layers.length - 1 },
  ];
}

function parking(node: string, places: Places): readonly Wish[] {
  return [{ column: 'external_ids', key: keys.encapIp, value: places.get(node) ?? null }];
}

/** Addresses that one machine had and another gets. */
function takenIn(ends: readonly Endpoints[]): readonly string[] {
  const holders = new Map(ends.flatMap(({ node, before }) => before.map((ip) => [ip, node])));
  return ends.flatMap(({ node, after }) =>
    after.filter((address) => (holders.get(address) ?? node) !== node),
  );
}
