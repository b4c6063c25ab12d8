import type { Change } from '../model/change.ts';
import { foldNames } from '../model/fold-names.ts';
import type { Command, NodeReport, Report } from '../model/report.ts';
import type { ProblemClass } from '../problems/kind.ts';
import { classOf, describe, type Finding, isError, type Problem } from '../problems/problem.ts';
import { result } from './json.ts';
import { has } from './traits.ts';

/** `external_ids:ovn-encap-ip 198.18.0.11 -> 198.19.0.11`, for each change; not yet escaped. */
export function changesText({ changes }: Pick<NodeReport, 'changes'>): readonly string[] {
  return changes.map(changeText);
}

function changeText({ column, key, before, after }: Change): string {
  return `${column}:${key} ${before ?? 'absent'} -> ${after ?? 'absent'}`;
}

/** What is wrong, and under it what to do; not yet escaped. */
export function problemLines(problem: Problem): readonly string[] {
  const { summary, hint } = describe(problem);
  return [summary, `  ${hint}`];
}

/** The same with the nodes that it is about. */
export function findingLine({ nodes, problem }: Finding): readonly string[] {
  const [summary = '', ...others] = problemLines(problem);
  return [nodes.length === 0 ? summary : `${foldNames(nodes)}: ${summary}`, ...others];
}

/** How the run came out, for people. */
export function outcome(report: Report, exit: number): string {
  const isValid = exit === 0 && has(report.command, 'validity');
  return isValid ? 'valid' : result(report, exit).replace('-', ' ');
}

/** Those that stop a run. */
export function worst(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ problem }) => isError(problem));
}

/** Whether it says nothing about the state of the nodes, for they could not be judged. */
export function isUnjudged(problem: Problem): boolean {
  return unjudged.includes(classOf(problem));
}

const unjudged: readonly ProblemClass[] = [
  'input',
  'usage',
  'locked',
  'stale',
  'unreachable',
  'host-key',
  'SIGINT',
  'SIGTERM',
];

/** How many keys are not as declared; null: nobody could tell. */
export function driftedKeys(node: NodeReport, command: Command): number | null {
  const { status, changes, facts } = node;
  // What was written is no difference any more.
  if (status === 'changed') return 0;
  return facts === null || status === 'skipped' || has(command, 'facts') ? null : changes.length;
}
