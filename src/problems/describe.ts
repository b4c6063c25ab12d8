import { said, type Kind } from './kind.ts';
import { kinds, type Problem } from './problem.ts';

/** What a problem looks like to a person: what is wrong, in one line, and what to do next. */
export interface Description {
  readonly summary: string;
  readonly hint: string;
}

/** Cause and remedy of a problem; its text may hold what a node said: escape it before printing. */
export function describe(problem: Problem): Description {
  const { summary, hint }: Kind<Problem> = kinds[problem.kind];
  return { summary: said(summary, problem), hint: said(hint, problem) };
}
