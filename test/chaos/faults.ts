import type { Fault, Moment } from './fault.ts';
import {
  cutOff,
  dies,
  foreignWrite,
  hangs,
  killedHalfDisarmed,
  poweredOff,
  signalled,
  sshdDies,
} from './strikes.ts';
import { diskFull } from './disk-full.ts';
import { lateWrite } from './late-write.ts';
import { secondRun } from './second-run.ts';

const putBack = '"kind": "rolled-back"';
const notAllBack = '"kind": "half-done"';
const stages = ['first', 'prefer', 'move'] as const;

/** Every fault of the design, at every moment that makes a difference. */
export const faults: readonly Fault[] = [
  ...at(['begin', ...stages, 'disarm'], (moment) => ({
    name: 'the controller is killed with -9',
    strike: signalled('SIGKILL'),
    ends: 'old',
    exit: [null],
    nextSays: moment === 'begin' ? 'died before its first write' : 'died in stage',
  })),
  {
    name: 'the controller is killed with -9 when it has disarmed some of the nodes',
    at: 'disarm',
    strike: killedHalfDisarmed,
    ends: 'mixed',
    exit: [null],
    nextSays: 'died in stage disarm',
  },
  {
    name: 'the controller is killed with -9',
    at: 'random',
    strike: signalled('SIGKILL'),
    ends: 'either',
    exit: [null, 0],
  },
  ...at([...stages, 'disarm'], () => ({
    name: 'sshd of a node is killed, with its sessions, and stays away',
    strike: sshdDies,
    ends: 'old',
    exit: [9],
    says: notAllBack,
  })),
  ...at([...stages, 'disarm', 'random'], () => ({
    name: 'sshd of a node is killed, with its sessions, and starts again',
    strike: sshdDies,
    mendAfter: 500,
    ends: 'either',
    exit: [0, 8, 9],
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
  ...at(stages, () => ({
    name: "a node's ovsdb-server is killed, and stays away",
    strike: dies('ovsdb-server'),
    ends: 'old',
    exit: [9],
    says: notAllBack,
  })),
  ...at([...stages, 'random'], () => ({
    name: "a node's ovsdb-server is killed, and starts again",
    strike: dies('ovsdb-server'),
    mendAfter: 500,
    ends: 'either',
    exit: [0, 8],
  })),
  ...at(stages, () => ({
    name: 'ovs-vswitchd of a node hangs, and with it the way to the node',
    strike: hangs('ovs-vswitchd'),
    ends: 'old',
    exit: [9],
    says: notAllBack,
  })),
  ...at(stages, () => ({
    name: 'ovs-vswitchd of a node is killed, and starts again',
    strike: dies('ovs-vswitchd'),
    mendAfter: 500,
    ends: 'either',
    exit: [0, 8, 9],
  })),
  ...at(stages, () => ({
    name: 'ovn-controller of a node is killed, and stays away',
    strike: dies('ovn-controller'),
    ends: 'old',
    exit: [8],
    says: putBack,
  })),
  ...at([...stages, 'disarm'], () => ({
    name: 'a node is powered off',
    strike: poweredOff,
    ends: 'old',
    exit: [9],
    says: notAllBack,
    without: ([, , third]) => third,
    destroys: true,
  })),
  ...at([...stages, 'disarm'], () => ({
    name: 'the management path to a node is cut until the run has ended',
    strike: cutOff(([, second]) => [second]),
    ends: 'old',
    exit: [9],
    says: notAllBack,
  })),
  ...at([...stages, 'disarm'], () => ({
    name: 'the management path to all nodes is cut until the run has ended',
    strike: cutOff((nodes) => nodes),
    ends: 'old',
    exit: [9],
    says: notAllBack,
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
    strike: foreignWrite,
    ends: 'old',
    exit: [8],
    says: 'somebody changed ovn-encap-ip',
    without: ([, second]) => second,
  })),
  ...at(['move'], () => ({
    name: 'a second run, of this controller and of another one',
    confirm: 60,
    strike: secondRun,
    ends: 'new',
    exit: [0],
  })),
  ...at([...stages, 'disarm', 'random'], (moment) => ({
    name: 'SIGINT',
    confirm: 60,
    strike: signalled('SIGINT'),
    ends: isStage(moment) ? 'old' : moment === 'disarm' ? 'new' : 'either',
    exit: isStage(moment) ? [8, 130] : moment === 'disarm' ? [10] : [0, 8, 10, 130],
  })),
  ...at([...stages, 'disarm', 'random'], (moment) => ({
    name: 'SIGINT, twice',
    strike: signalled('SIGINT', 'SIGINT'),
    ends: isStage(moment) ? 'old' : 'either',
    exit: isStage(moment) ? [8, 9, 130] : moment === 'disarm' ? [9, 10] : [0, 8, 9, 10, 130],
  })),
  ...diskFull,
  ...lateWrite,
];

function isStage(moment: Moment): boolean {
  return stages.some((stage) => stage === moment);
}

function at(
  moments: readonly Moment[],
  fault: (moment: Moment) => Omit<Fault, 'at'>,
): readonly Fault[] {
  return moments.map((moment) => ({ ...fault(moment), at: moment }));
}
