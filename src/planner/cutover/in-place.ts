import type { Fleet } from '../../model/fleet.ts';
import { southboundMove } from '../../ovn/southbound.ts';
import { isThaw } from '../../ovn/still.ts';
import type { Step } from './fold.ts';
import { primes } from './prime.ts';
import { moved, step, type Mover } from './steps.ts';

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

/** But for what would let it go on. */
function standing({ draft, ...mover }: Mover): Mover {
  return { ...mover, draft: { ...draft, changes: draft.changes.filter((each) => !isThaw(each)) } };
}
