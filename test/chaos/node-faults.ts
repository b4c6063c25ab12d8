import { at, stages, type Fault, type Moment } from './fault.ts';
import {
  cutOff,
  dies,
  foreignWrite,
  hangs,
  poweredOff,
  reboots,
  sshdDies,
  timerFires,
} from './strikes.ts';

const notAllBack = '"kind": "half-done"';

/** Where nothing is written yet, a node that cannot be reached leaves nothing to be put back. */
function lost(moment: Moment): Pick<Fault, 'ends' | 'exit' | 'says'> {
  return moment === 'freeze'
    ? { ends: 'old', exit: [1, 4] }
    : { ends: 'old', exit: [9], says: notAllBack };
}

/** What becomes of nodes: of their daemons, their power, and the way to them. */
export const nodeFaults: readonly Fault[] = [
  ...at([...stages, 'disarm'], (moment) => ({
    name: 'sshd of a node is killed, with its sessions, and stays away',
    strike: sshdDies,
    ...lost(moment),
  })),
  ...at([...stages, 'disarm', 'random'], () => ({
    name: 'sshd of a node is killed, with its sessions, and starts again',
    strike: sshdDies,
    mendAfter: 500,
    ends: 'either',
    exit: [0, 4, 8, 9],
  })),
  ...at(stages, () => ({
    name: "a node's ovsdb-server hangs (SIGSTOP) until the run has ended",
    strike: hangs('ovsdb-server'),
    ends: 'old',
    exit: [9],
    says: notAllBack,
  })),
  ...at(stages, () => ({
    name: "a node's ovsdb-server hangs (SIGSTOP) for a second",
    strike: hangs('ovsdb-server'),
    mendAfter: 1000,
    ends: 'either',
    exit: [0, 8],
  })),
  ...at(stages, (moment) => ({
    name: "a node's ovsdb-server is killed, and stays away, and with it the way to the node",
    strike: dies('ovsdb-server'),
    ...lost(moment),
  })),
  ...at([...stages, 'random'], (moment) => ({
    name: "a node's ovsdb-server is killed, and starts again",
    strike: dies('ovsdb-server'),
    mendAfter: 500,
    ends: 'either',
    // On a busy machine it may be back too late for the first stage, and nothing is written.
    exit: ['freeze', 'random'].includes(moment) ? [0, 1, 8] : [0, 8],
  })),
  ...at(stages, (moment) => ({
    name: 'ovs-vswitchd of a node hangs, and with it the way to the node',
    strike: hangs('ovs-vswitchd'),
    ...lost(moment),
  })),
  ...at(stages, () => ({
    name: 'ovs-vswitchd of a node is killed, and starts again',
    strike: dies('ovs-vswitchd'),
    mendAfter: 500,
    ends: 'either',
    exit: [0, 8, 9],
  })),
  ...at([...stages, 'disarm'], (moment) => ({
    name: 'a node is powered off',
    strike: poweredOff(([, , third]) => third),
    ...lost(moment),
    without: ([, , third]) => third,
    destroys: true,
  })),
  ...at([...stages, 'disarm'], (moment) => ({
    name: 'the node that has the gateway and asks the southbound database is powered off',
    strike: poweredOff(([first]) => first),
    ...lost(moment),
    without: ([first]) => first,
    destroys: true,
  })),
  ...at(['southbound', 'move', 'thaw'], () => ({
    name: 'a node reboots, and the controller is killed with -9',
    strike: reboots,
    ends: 'frozen',
    exit: [null],
    nextSays: 'died in stage',
  })),
  ...at(['southbound', 'move', 'thaw', 'disarm'], () => ({
    name: 'the revert timer of one node fires while the others go on',
    strike: timerFires,
    ends: 'old',
    exit: [8],
  })),
  ...at([...stages, 'disarm'], (moment) => ({
    name: 'the management path to a node is cut until the run has ended',
    strike: cutOff(([, second]) => [second]),
    ...lost(moment),
  })),
  ...at([...stages, 'disarm'], (moment) => ({
    name: 'the management path to all nodes is cut until the run has ended',
    strike: cutOff((nodes) => nodes),
    ...lost(moment),
  })),
  {
    name: 'the management path to all nodes is cut until the run has ended',
    at: 'random',
    strike: cutOff((nodes) => nodes),
    ends: 'either',
    exit: [0, 4, 9],
  },
  ...at(stages, () => ({
    name: 'somebody else writes one of our keys',
    // A guard that is lost takes seconds to be told from a database that hangs.
    confirm: 30,
    strike: foreignWrite,
    ends: 'old',
    exit: [8],
    says: 'somebody changed ovn-encap-ip',
    without: ([, second]) => second,
  })),
];
