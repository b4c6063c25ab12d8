import { classOf, problemsIn } from '../problems/problem.ts';
import type { ProblemClass } from '../problems/kind.ts';
import type { Report } from '../model/report.ts';

/** Of several exit codes that apply, the first listed here wins. */
const order = [65, 64, 70, 9, 6, 7, 8, 10, 130, 143, 5, 1, 4, 3, 2];

/** The exit code of a run, as a pure function of its report. */
export function exitCode(report: Pick<Report, 'nodes' | 'problems'>): number {
  const found = new Set(problemsIn(report).map((problem) => codes[classOf(problem)]));
  if (report.nodes.some(({ status }) => status === 'drift')) found.add(2);
  return order.find((code) => found.has(code)) ?? 0;
}

const codes: Readonly<Record<ProblemClass, number>> = {
  input: 65,
  usage: 64,
  SIGINT: 130,
  SIGTERM: 143,
  'host-key': 5,
  unreachable: 4,
  node: 1,
  tunnel: 1,
  rule: 1,
  write: 1,
  locked: 6,
  'rolled-back': 8,
  'half-done': 9,
  moved: 10,
  held: 3,
  stale: 7,
  warning: 0,
  note: 0,
};
