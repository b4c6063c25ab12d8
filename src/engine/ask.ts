import type { Problem } from '../problems/problem.ts';
import { err, type Result } from '../model/result.ts';
import { answered, asked, type Question } from '../remote/question.ts';
import { commandDeadline } from './deadlines.ts';
import type { Session, World } from './ports.ts';

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
