import { diskFull } from './disk-full.ts';
import { at, stages, type Fault, type Moment } from './fault.ts';
import { lateWrite } from './late-write.ts';
import { nodeFaults } from './node-faults.ts';
import { ovnFaults } from './ovn-faults.ts';
import { secondRun } from './second-run.ts';
import { slowSouthbound } from './slow-southbound.ts';
import { southboundFaults } from './southbound-faults.ts';
import { killedHalfDisarmed, signalled } from './strikes.ts';
import { synchronised } from './synchronised.ts';

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
  ...nodeFaults,
  ...ovnFaults,
  ...at(['move'], () => ({
    name: 'a second run, of this controller and of another one',
    confirm: 60,
    strike: secondRun,
    // On a slow machine nobody stands still for as long as two more runs take.
    ends: 'either',
    exit: [0, 8],
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
  ...slowSouthbound,
  ...synchronised,
  ...southboundFaults,
];

function isStage(moment: Moment): boolean {
  return stages.some((stage) => stage === moment);
}
