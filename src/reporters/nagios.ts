import { foldNames } from '../model/fold-names.ts';
import { type Report, type Status, summary } from '../model/report.ts';
import { describe, isError, severityOf } from '../problems/problem.ts';
import { driftedKeys, outcome } from './brief.ts';
import { escapeForeign } from './escape.ts';
import { nagiosCode, nagiosLine } from './nagios-code.ts';
import type { Reporter, Style } from './reporter.ts';
import { count } from './wrap.ts';

/** One line for Nagios and its relatives, with performance data behind the bar. */
export const nagios: Reporter = async (report, exit, style) => {
  const text = escapeForeign(textOf(report, exit));
  const said = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return `${nagiosLine(nagiosCode(exit), said)} | ${performance(report, style)}\n`;
};

/** NRPE cuts off what is longer than 1024 bytes, and would cut the performance data. */
const longest = 600;

function textOf(report: Report, exit: number): string {
  const who = notable.flatMap((status) => {
    const names = report.nodes.filter((node) => node.status === status).map(({ name }) => name);
    return names.length === 0 ? [] : [`${status.replace('_', ' ')}: ${foldNames(names)}`];
  });
  const { length } = report.nodes;
  const head = outcome(report, exit);
  const nodes = length === 0 ? [] : [count(length, 'node')];
  return [[head, ...nodes].join(', '), ...who, ...cause(report)].join('; ');
}

const notable: readonly Status[] = ['unreachable', 'failed', 'rolled_back', 'drift', 'skipped'];

/** One is enough to know where to look. */
function cause({ nodes, problems }: Report): readonly string[] {
  const all = [
    ...problems.map(({ problem }) => problem),
    ...nodes.flatMap((node) => node.problems),
  ];
  const error = all.find(isError);
  if (error !== undefined) return [describe(error).summary];
  const warning = all.find((problem) => severityOf(problem) === 'warning');
  return warning === undefined ? [] : [`warning: ${describe(warning).summary}`];
}

/** `label=value[UOM];[warn];[crit];[min];[max]` */
function performance(report: Report, { end }: Style): string {
  const keys = report.nodes.flatMap((node) => driftedKeys(node, report.command) ?? []);
  const drifted = keys.reduce((sum, each) => sum + each, 0);
  // Where nobody was asked, a graph gets no zeros.
  const values = {
    ...(report.nodes.length === 0 ? {} : summary(report)),
    ...(keys.length === 0 ? {} : { drifted_keys: drifted }),
  };
  const pairs = Object.entries(values).map(([label, value]) => `${label}=${value};;;0`);
  return [...pairs, `time=${end.seconds.toFixed(3)}s;;;0`].join(' ');
}
