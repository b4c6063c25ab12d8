import { at, stages, type Fault } from './fault.ts';
import {
  chassisJoins,
  controllerRestarts,
  controllerStops,
  encapWritten,
  newWorkload,
  southboundHangs,
  southboundReadOnly,
  tunnelRenamed,
  tunnelWritten,
  workloadStarts,
  workloadWorks,
} from './ovn-strikes.ts';
import { southboundDies } from './southbound-strikes.ts';
import { dies, hangs } from './strikes.ts';

const rolledBack = '"kind": "rolled-back"';

/** What becomes of OVN: of its controllers, its southbound database, and those who use it. */
export const ovnFaults: readonly Fault[] = [
  ...at(stages, () => ({
    name: 'ovn-controller of a node is killed, and stays away',
    strike: dies('ovn-controller'),
    ends: 'old',
    exit: [8],
    says: rolledBack,
  })),
  ...at(stages, (moment) => ({
    name: 'ovn-controller of a node is killed, and starts again at once',
    confirm: 60,
    strike: controllerRestarts,
    ends: isBefore(moment) ? 'old' : 'new',
    exit: [isBefore(moment) ? 8 : 0],
  })),
  ...at(stages, () => ({
    name: 'ovn-controller of a node hangs (SIGSTOP) until the run has ended',
    strike: hangs('ovn-controller'),
    ends: 'old',
    // It takes long to read such a node: the time may be over before it is known to be put back.
    exit: [8, 9],
  })),
  ...at(stages, () => ({
    name: 'ovn-controller of a node hangs (SIGSTOP) for a second',
    strike: hangs('ovn-controller'),
    mendAfter: 1000,
    ends: 'either',
    exit: [0, 8],
  })),
  ...at(stages, () => ({
    name: 'ovn-controller of a node is stopped in good order, and stays away',
    strike: controllerStops,
    ends: 'old',
    exit: [8],
    says: rolledBack,
  })),
  ...at(stages, () => ({
    name: 'ovn-controller of a node is stopped in good order, and starts again',
    strike: controllerStops,
    mendAfter: 500,
    ends: 'either',
    exit: [0, 8],
  })),
  ...at(stages, (moment) => ({
    name: 'the southbound database hangs (SIGSTOP) until the run has ended',
    confirm: 60,
    strike: southboundHangs,
    ends: isBefore(moment) ? 'old' : 'new',
    exit: [isBefore(moment) ? 8 : 0],
  })),
  ...at(stages, () => ({
    name: 'the southbound database hangs (SIGSTOP) for a second',
    strike: southboundHangs,
    mendAfter: 1000,
    ends: 'either',
    exit: [0, 8],
  })),
  ...at(stages, (moment) => ({
    name: 'the southbound database is killed, and stays away until the run has ended',
    confirm: 60,
    strike: southboundDies,
    ends: isBefore(moment) ? 'old' : 'new',
    exit: [isBefore(moment) ? 8 : 0],
  })),
  ...at(stages, () => ({
    name: 'the southbound database is killed, and starts again',
    strike: southboundDies,
    mendAfter: 500,
    ends: 'either',
    exit: [0, 8],
  })),
  ...at(stages, (moment) => ({
    name: 'the southbound database becomes read-only until the run has ended',
    confirm: 60,
    strike: southboundReadOnly,
    ends: isBefore(moment) ? 'old' : 'new',
    exit: [isBefore(moment) ? 8 : 0],
  })),
  ...at(stages, (moment) => ({
    name: 'a chassis joins',
    confirm: 60,
    strike: chassisJoins,
    ends: isBefore(moment) ? 'old' : 'new',
    exit: [isBefore(moment) ? 8 : 0],
  })),
  ...at(['southbound', 'move', 'thaw'], (moment) => ({
    name: 'somebody else writes an endpoint in the southbound database',
    confirm: 60,
    strike: encapWritten,
    ends: isBefore(moment) ? 'old' : 'new',
    exit: [isBefore(moment) ? 8 : 0],
  })),
  ...at(['southbound', 'move', 'thaw'], () => ({
    name: 'somebody else writes where a tunnel leads to',
    confirm: 60,
    strike: tunnelWritten,
    ends: 'new',
    exit: [0],
  })),
  ...at(['southbound', 'move', 'thaw'], (moment) => ({
    name: 'somebody else writes whose a tunnel is',
    confirm: 60,
    strike: tunnelRenamed,
    ends: moment === 'thaw' ? 'new' : 'old',
    exit: [moment === 'thaw' ? 0 : 8],
  })),
  ...at(['southbound', 'move', 'thaw'], () => ({
    name: 'a workload starts on a node that stands still',
    confirm: 60,
    prepare: newWorkload,
    strike: workloadStarts,
    ends: 'new',
    exit: [0],
    proof: workloadWorks,
  })),
];

/** The southbound database is not written yet. */
function isBefore(moment: string): boolean {
  return moment === 'freeze' || moment === 'southbound';
}
