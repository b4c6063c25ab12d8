import { said, type Kind, type ProblemClass } from './kind.ts';
import { kinds, type Problem } from './problem.ts';

/** An error stops the run before its first write; the others are said and stop nothing. */
export type Severity = 'error' | 'warning' | 'note';

export function severityOf(problem: Problem): Severity {
  const found = classOf(problem);
  if (found === 'held') return 'note';
  // Nothing has to be done about it any more.
  if (found === 'moved') return 'warning';
  return found === 'warning' || found === 'note' ? found : 'error';
}

export function isError(problem: Problem): boolean {
  return severityOf(problem) === 'error';
}

export function classOf(problem: Problem): ProblemClass {
  return said(entryOf(problem).class, problem);
}

/** The rules that `--allow` can override, by the kind of their problem. */
export function ruleNames(): readonly string[] {
  return Object.entries(kinds).flatMap(([name, entry]) => (entry.class === 'rule' ? [name] : []));
}

/** Told even where all is in sync. */
export function breaksSilence(problem: Problem): boolean {
  return entryOf(problem).told === true;
}

/** Its kind, and which of several causes of that kind it is: nodes that share it are alike. */
export function causeOf(problem: Problem): string {
  return JSON.stringify([problem.kind, said(entryOf(problem).variant ?? '', problem)]);
}

/** What is wrong with files or arguments, rather than with nodes. */
export function isInput(problem: Problem): boolean {
  return ['input', 'usage'].includes(classOf(problem));
}

function entryOf({ kind }: Problem): Kind<Problem> {
  return kinds[kind];
}
