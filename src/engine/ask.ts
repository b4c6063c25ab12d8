import pLimit from 'p-limit';
import type { Clock, Session, World } from './ports.ts';
import { err, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import { answered, asked, type Question } from '../remote/question.ts';

/** Asks a node, over an open session; `outer` ends the waiting before the question's own time is over. */
export async function ask<T>(
  question: Question<T>,
  session: Session,
  { clock, nonce }: Pick<World, 'clock' | 'nonce'>,
  outer: AbortSignal,
): Promise<Result<T, Problem>> {
  const boundary = nonce();
  const deadline = commandDeadline(clock, question.phase, outer);
  const outcome = await session.run(asked(question, boundary), deadline);
  return outcome.ok ? answered(question, boundary, outcome.value) : err(outcome.error);
}

/** Works on all items, `forks` at a time, and keeps their order. */
export function pool<T, R>(
  items: readonly T[],
  forks: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(forks);
  return Promise.all(items.map((item) => limit(() => work(item))));
}

/** One command has 30 s; every command of ours has shorter limits of its own. */
export function commandDeadline(clock: Clock, phase: string, outer: AbortSignal): AbortSignal {
  return AbortSignal.any([outer, timeLimit(clock, phase, 30)]);
}

/** One node has 60 s for one phase, whatever it is doing. */
export function nodeDeadline(clock: Clock, phase: string, outer: AbortSignal): AbortSignal {
  return AbortSignal.any([outer, timeLimit(clock, phase, 60)]);
}

/** For what is asked of nodes; `reached`: they had answered before. */
export function timeLimit(
  clock: Clock,
  phase: string,
  seconds: number,
  reached = true,
): AbortSignal {
  return clock.deadline(seconds * 1000, { kind: 'timed-out', phase, seconds, reached });
}
