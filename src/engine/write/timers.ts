import type { Problem } from '../../problems/problem.ts';
import type { Result } from '../../model/result.ts';
import type { Timer } from '../../model/undo.ts';
import type { Armed } from '../../remote/timer/parse.ts';
import { armQuestion, disarmQuestion, extendQuestion } from '../../remote/timer/question.ts';
import { ask } from '../ask.ts';
import { timeLimit } from '../deadlines.ts';
import type { World } from '../ports.ts';
import type { Target } from '../read/target.ts';

/**
 * Arms a node's timer; from then on the node reverts unless it is disarmed in time. Seen through
 * whatever the user says meanwhile: half-armed is worse than late.
 */
export function arm(
  { session, facts }: Target,
  timer: Timer,
  world: World,
): Promise<Result<Armed, Problem>> {
  return ask(armQuestion(facts.ovs, timer), session, world, new AbortController().signal);
}

/** Gives a node's timer so many seconds from now on. */
export function extend(
  { session }: Target,
  timer: Pick<Timer, 'run' | 'seconds'>,
  world: World,
): Promise<Result<null, Problem>> {
  return ask(extendQuestion(timer), session, world, share(timer, world));
}

/** Ends a node's timer; where that worked, the node keeps what it has. */
export function disarm(
  { session }: Target,
  timer: Pick<Timer, 'run' | 'seconds'>,
  world: World,
): Promise<Result<null, Problem>> {
  return ask(disarmQuestion(timer), session, world, share(timer, world));
}

/** Where one does not answer, the others must hear of it while their timers still wait. */
function share({ seconds }: Pick<Timer, 'seconds'>, { clock }: World): AbortSignal {
  return timeLimit(clock, 'setting the revert timer', seconds / 3);
}
