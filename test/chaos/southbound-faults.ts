import { at, stages, type Fault } from './fault.ts';
import {
  followerDies,
  leaderChanges,
  leaderChangesNext,
  leaderDies,
  refusesByRole,
} from './southbound-strikes.ts';

/** What becomes of a southbound database of three servers, and of one that knows who asks. */
export const southboundFaults: readonly Fault[] = [
  ...at(stages, (moment) => ({
    name: 'the southbound leader of three servers is killed, and stays away until the run has ended',
    southbound: 'cluster',
    confirm: 60,
    strike: leaderDies,
    ...unwritten(moment),
  })),
  ...at(stages, (moment) => ({
    name: 'the southbound leader of three servers leaves it to another one',
    southbound: 'cluster',
    confirm: 60,
    // With our own write, where there is one.
    strike: moment === 'southbound' ? leaderChangesNext : leaderChanges,
    ends: 'new',
    exit: [0],
  })),
  ...at(stages, (moment) => ({
    name: 'the southbound database loses one of three servers, which does not lead, until the run has ended',
    southbound: 'cluster',
    confirm: 60,
    strike: followerDies,
    ...unwritten(moment),
  })),
  ...at(stages, (moment) => ({
    name: 'the southbound database begins to refuse by RBAC',
    southbound: 'ssl',
    confirm: 60,
    strike: refusesByRole,
    ...unwritten(moment),
  })),
];

/** Where the new endpoints are not yet on every server, they go nowhere. */
function unwritten(moment: string): Pick<Fault, 'ends' | 'exit'> {
  const isBefore = moment === 'freeze' || moment === 'southbound';
  return isBefore ? { ends: 'old', exit: [8] } : { ends: 'new', exit: [0] };
}
