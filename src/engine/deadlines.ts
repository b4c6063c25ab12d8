import type { Problem } from '../problems/problem.ts';
import type { Clock } from './ports.ts';

/** Seconds that one command may take; every command of ours has shorter limits of its own. */
const commandSeconds = 30;

/** Seconds that one node may take for one phase, whatever it is doing. */
const nodeSeconds = 60;

export function commandDeadline(clock: Clock, phase: string, outer: AbortSignal): AbortSignal {
  return AbortSignal.any([outer, timeLimit(clock, phase, commandSeconds)]);
}

export function nodeDeadline(clock: Clock, phase: string, outer: AbortSignal): AbortSignal {
  return AbortSignal.any([outer, timeLimit(clock, phase, nodeSeconds)]);
}

export function connectDeadline(
  clock: Clock,
  { address, seconds }: { readonly address: string; readonly seconds: number },
  outer: AbortSignal,
): AbortSignal {
  const phase = `connecting to ${address}`;
  const problem: Problem = { kind: 'timed-out', phase, seconds, reached: false };
  return AbortSignal.any([outer, clock.deadline(seconds * 1000, problem)]);
}

/** For what is asked of nodes that were reached. */
export function timeLimit(clock: Clock, phase: string, seconds: number): AbortSignal {
  return clock.deadline(seconds * 1000, { kind: 'timed-out', phase, seconds, reached: true });
}
