import { classOf, type Finding, type Problem } from '../problems/problem.ts';
import { nothing, type Done } from './done.ts';
import { problemOf, type World } from './ports.ts';

/** The user's interrupt is a matter of the run, whichever nodes it caught. */
export function interruption({ signal }: World, done: Done = nothing): readonly Finding[] {
  if (!signal.aborted) return [];
  const problem = problemOf(signal);
  if (problem.kind !== 'interrupted') return [];
  return asFound(problem, done).map((each) => ({ nodes: [], problem: each }));
}

type Interrupted = Extract<Problem, { kind: 'interrupted' }>;

/** One that came when all was done stopped nothing; what is held waits for a word anyway. */
function asFound(problem: Interrupted, { results, findings }: Done): readonly Problem[] {
  const stays = [...results.values()].some(({ written }) => written === true);
  const classes = findings.map((finding) => classOf(finding.problem));
  if (!stays || classes.includes('half-done')) return [problem];
  return classes.includes('held') ? [] : [{ ...problem, kind: 'interrupted-late' }];
}
