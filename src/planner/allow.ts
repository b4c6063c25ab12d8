import { classOf, describe, type Finding, type Problem } from '../problems/problem.ts';

/** Turns the problems of the rules that the user overrides by name into warnings that say so. */
export function allowing(rules: ReadonlySet<string>) {
  const problem = (found: Problem): Problem =>
    classOf(found) === 'rule' && rules.has(found.kind)
      ? { kind: 'allowed', rule: found.kind, said: describe(found).summary }
      : found;
  const finding = (found: Finding): Finding => ({ ...found, problem: problem(found.problem) });
  return { problem, finding };
}
