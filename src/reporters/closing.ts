import { summary, type Report } from '../model/report.ts';
import { isInput } from '../problems/problem.ts';
import { shellWords } from '../remote/shell.ts';
import { escapeControl } from './escape.ts';
import { limitPattern } from './limit-pattern.ts';
import type { Style } from './reporter.ts';
import { has } from './traits.ts';
import { count } from './wrap.ts';

/** The last lines: totals, and what to type next where one thing is the obvious one. */
export function closing(report: Report, exit: number, style: Style): string {
  if (report.problems.some(({ problem }) => isInput(problem))) return '\nNobody was contacted.';
  return [totals(report), next(report, exit, style)].filter((line) => line !== '').join('\n');
}

function totals(report: Report): string {
  const { nodes, ...counts } = summary(report);
  const parts = Object.entries(counts)
    .filter(([, number]) => number > 0)
    .map(([status, number]) => `${number} ${status.replace('_', ' ')}`);
  return nodes === 0 ? '' : `\n${count(nodes, 'node')}: ${parts.join(', ')}.`;
}

function next(report: Report, exit: number, { words }: Style): string {
  if ([0, 10].includes(exit)) return '';
  if (has(report.command, 'file')) return 'No inventory was written.';
  const type = (verb: string): string =>
    escapeControl(`mcreconcile ${shellWords([verb, ...words])}`);
  if (exit === 2 && has(report.command, 'undoes')) {
    return `${lead(report, exit)}To roll back: ${type('rollback')}`;
  }
  if (exit === 8 && has(report.command, 'once')) return lead(report, exit).trim();
  if (exit === 2) return `${lead(report, exit)}To converge: ${type('apply')}`;
  if (exit === 3) return `To keep it: mcreconcile confirm ${escapeControl(report.run)}`;
  if (exit === 9) return `${lead(report, exit)}To look: ${type('facts')}`;
  return `${lead(report, exit)}To try again: ${type(report.command)}${limit(report)}`;
}

/** What the run left on the nodes. */
function lead({ command, nodes }: Report, exit: number): string {
  if (exit === 9) return 'HALF DONE: not every node was rolled back, see the top.\n';
  if (exit === 8) return 'Every node was rolled back. ';
  const untouched = nodes.every(({ written }) => written === false);
  return has(command, 'writes') && untouched ? 'Nothing was written. ' : '';
}

/** Other commands work on the whole fleet, and leave alone nodes that are in sync. */
function limit({ command, nodes }: Report): string {
  if (!has(command, 'limits')) return '';
  const failed = nodes.filter(({ status }) => status === 'failed' || status === 'unreachable');
  if (failed.length === 0) return '';
  const pattern = limitPattern(failed.map(({ name }) => name));
  return escapeControl(` --limit ${quoted(pattern)}`);
}

/** Globs in one pair of quotes, as people write them. */
function quoted(word: string): string {
  if (/^[\w.,-]+$/.test(word)) return word;
  return word.includes("'") ? shellWords([word]) : `'${word}'`;
}
