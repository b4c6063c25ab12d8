import type { Problem } from '../../src/problems/problem.ts';
import type { Result } from '../../src/model/result.ts';
import { answered, asked, type Output, type Question } from '../../src/remote/question.ts';

/** The edge of frames in captured output. */
const boundary = 'b0undary';

/** Asks whatever runs a script. */
export async function put<T>(
  question: Question<T>,
  run: (script: string) => Promise<Output>,
): Promise<Result<T, Problem>> {
  return answered(question, boundary, await run(asked(question, boundary)));
}
