import type { Problem } from '../model/problem.ts';
import { err, type Result } from '../model/result.ts';
import type { Timer } from '../model/undo.ts';
import { armScript } from '../timers/arm.ts';
import { disarmScript, extendScript } from '../timers/hold.ts';
import { parseArmed, parseDisarmed, parseExtended, type Armed } from '../timers/parse.ts';
import { commandDeadline } from './deadlines.ts';
import type { Outcome, World } from './ports.ts';
import type { Target } from './write.ts';

/** Arms a node's timer; from then on the node puts itself back unless it is disarmed in time. */
export function arm(target: Target, timer: Timer, world: World): Promise<Result<Armed, Problem>> {
  const script = (boundary: string): string => armScript(target.facts.ovs, timer, boundary);
  return ask(target, world, script, (boundary, output) => parseArmed(timer.run, boundary, output));
}

/** Gives a node's timer so many seconds from now on. */
export function extend(
  target: Target,
  { run, seconds }: Pick<Timer, 'run' | 'seconds'>,
  world: World,
): Promise<Result<null, Problem>> {
  const script = (boundary: string): string => extendScript(run, seconds, boundary);
  return ask(target, world, script, (boundary, output) => parseExtended(run, boundary, output));
}

/** Ends a node's timer; where that worked, the node keeps what it has. */
export function disarm(target: Target, run: string, world: World): Promise<Result<null, Problem>> {
  const script = (boundary: string): string => disarmScript(run, boundary);
  return ask(target, world, script, (boundary, output) => parseDisarmed(run, boundary, output));
}

/** Seen through whatever the user says meanwhile: half-armed is worse than late. */
async function ask<T>(
  { session }: Target,
  world: World,
  script: (boundary: string) => string,
  parse: (boundary: string, output: Outcome) => Result<T, Problem>,
): Promise<Result<T, Problem>> {
  const boundary = world.nonce();
  const uncut = new AbortController().signal;
  const deadline = commandDeadline(world.clock, 'setting the revert timer', uncut);
  const outcome = await session.run(script(boundary), deadline);
  return outcome.ok ? parse(boundary, outcome.value) : err(outcome.error);
}
