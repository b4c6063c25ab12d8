import type { Problem } from '../problems/problem.ts';
import { err, type Result } from '../model/result.ts';
import type { Timer } from '../model/undo.ts';
import { armScript } from '../timers/arm.ts';
import { disarmScript, extendScript } from '../timers/hold.ts';
import { parseArmed, parseDisarmed, parseExtended, type Armed } from '../timers/parse.ts';
import { commandDeadline, timeLimit } from './deadlines.ts';
import type { Outcome, World } from './ports.ts';
import type { Target } from './write.ts';

/** Arms a node's timer; from then on the node puts itself back unless it is disarmed in time. */
export function arm(target: Target, timer: Timer, world: World): Promise<Result<Armed, Problem>> {
  const script = (boundary: string): string => armScript(target.facts.ovs, timer, boundary);
  const limit = new AbortController().signal;
  return ask({ target, world, limit }, script, (boundary, output) =>
    parseArmed(timer.run, boundary, output),
  );
}

/** Gives a node's timer so many seconds from now on. */
export function extend(
  target: Target,
  { run, seconds }: Pick<Timer, 'run' | 'seconds'>,
  world: World,
): Promise<Result<null, Problem>> {
  const script = (boundary: string): string => extendScript(run, seconds, boundary);
  const limit = share(world, seconds);
  return ask({ target, world, limit }, script, (boundary, output) =>
    parseExtended(run, boundary, output),
  );
}

/** Ends a node's timer; where that worked, the node keeps what it has. */
export function disarm(
  target: Target,
  { run, seconds }: Pick<Timer, 'run' | 'seconds'>,
  world: World,
): Promise<Result<null, Problem>> {
  const script = (boundary: string): string => disarmScript(run, boundary);
  const limit = share(world, seconds);
  return ask({ target, world, limit }, script, (boundary, output) =>
    parseDisarmed(run, boundary, output),
  );
}

/** Of one that does not answer the others shall be told while their timers still wait. */
function share({ clock }: World, seconds: number): AbortSignal {
  return timeLimit(clock, 'setting the revert timer', seconds / 3);
}

interface Asked {
  readonly target: Target;
  readonly world: World;
  readonly limit: AbortSignal;
}

/** Seen through whatever the user says meanwhile: half-armed is worse than late. */
async function ask<T>(
  { target, world, limit }: Asked,
  script: (boundary: string) => string,
  parse: (boundary: string, output: Outcome) => Result<T, Problem>,
): Promise<Result<T, Problem>> {
  const boundary = world.nonce();
  const deadline = commandDeadline(world.clock, 'setting the revert timer', limit);
  const outcome = await target.session.run(script(boundary), deadline);
  return outcome.ok ? parse(boundary, outcome.value) : err(outcome.error);
}
