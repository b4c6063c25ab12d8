import type { Wish } from '../../model/change.ts';
import type { Fleet } from '../../model/plan.ts';
import { isStill, type Endpoints } from '../../ovn/endpoints.ts';
import { keys } from '../../ovn/keys.ts';
import { southboundMove } from '../../ovn/southbound.ts';
import { isThaw } from '../../ovn/still.ts';
import type { Step } from './fold.ts';
import type { Order, Places } from './order.ts';
import { primes } from './prime.ts';
import { moved, type Mover, sourced, step } from './steps.ts';

/**
 * All ovn-controllers stand still, southbound rows and tunnels are re-addressed, and all go on and
 * find what they would have made: docs/cutover.md.
 */
export function inPlace(fleet: Fleet, movers: readonly Mover[]): readonly Step[] {
  const chassis = movers.filter(({ facts }) => facts.ovnRunning);
  const peers = new Map(
    chassis.map(({ facts, ends: { after } }) => [facts.systemId ?? '', after[0] ?? '']),
  );
  const ends = movers.map((mover) => mover.ends);
  return [
    { ...step('freeze', chassis), prime: primes(ends, new Set()) },
    { ...step('southbound', []), southbound: southboundMove(fleet, peers) },
    {
      // All keys at once, also those that the other way must keep until the end.
      ...step('write', movers.map(standing)),
      name: 'move',
      tunnels: new Map(chassis.map((mover) => [mover.draft.name, moved(mover, peers)])),
    },
    step('thaw', chassis),
  ];
}

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

/** But for what would let it go on. */
function standing({ draft, ...mover }: Mover): Mover {
  return { ...mover, draft: { ...draft, changes: draft.changes.filter((each) => !isThaw(each)) } };
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
