import { classOf } from '../problems/class.ts';
import type { ProblemClass } from '../problems/kind.ts';
import type { Report } from '../model/report.ts';

/** The exit codes of design section 2; of several that apply, the first listed here wins. */
const order = [65, 64, 70, 9, 6, 7, 8, 10, 130, 143, 5, 1, 4, 3, 2];

/** The exit code of a run, as a pure function of its report. */
export function exitCode(report: Outcome): number {
  const codes = new Set(candidates(report));
  return order.find((code) => codes.has(code)) ?? 0;
}

/** All that an exit code follows from. */
type Outcome = Pick<Report, 'nodes' | 'problems'>;

function candidates({ nodes, problems }: Outcome): readonly number[] {
  const all = [
    ...problems.map(({ problem }) => problem),
    ...nodes.flatMap((node) => node.problems),
  ];
  return [
    ...all.map((problem) => codes[classOf(problem)]),
    ...nodes.map(({ status }) => (status === 'drift' ? 2 : 0)),
  ];
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
