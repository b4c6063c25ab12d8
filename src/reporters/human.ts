import type { Change } from '../model/change.ts';
import { describe } from '../model/describe.ts';
import { classOf } from '../model/problem-class.ts';
import type { Finding, Problem } from '../model/problem.ts';
import { summary, type NodeReport, type Report, type Status } from '../model/report.ts';
import { escapeControl } from './escape.ts';
import { factsText } from './facts-text.ts';
import type { Reporter, Style } from './reporter.ts';

/** For people: 80 columns, worst news last, where the eye is. */
export const human: Reporter = (report, exit, style) => {
  if (style.quiet && exit === 0) return '';
  if (report.command === 'validate' && exit === 0) return validText(report, style);
  const blocks = [
    ...report.nodes
      .filter((node) => isNews(node, style))
      .flatMap((node) => nodeBlock(node, report, style)),
    ...report.problems.map((finding) => findingBlock(finding, style)),
    closing(report, exit, style),
  ];
  return `${blocks.join('\n')}\n`;
};

function validText({ nodes }: Report, { inventory }: Style): string {
  return `${escapeControl(inventory)} is valid: ${nodeCount(nodes.length)}. Nobody was contacted.\n`;
}

/** Where silence means that all is well, a node in sync is not worth a line. */
function isNews({ status }: NodeReport, { quiet }: Style): boolean {
  return !quiet || status !== 'ok';
}

function nodeBlock(node: NodeReport, report: Report, style: Style): readonly string[] {
  const head = `${statusWord(node.status, style)}  ${style.colors.bold(escapeControl(node.name))}  ${escapeControl(node.address)}`;
  const body = [
    ...(report.command === 'facts' && node.facts !== null ? [factsText(node.facts)] : []),
    ...(node.status !== 'changed' || style.diff
      ? node.changes.map((each) => changeLine(each, style))
      : []),
    ...node.problems.map((problem) => problemLines(problem, style)),
  ];
  return [head, ...body];
}

function statusWord(status: Status, { colors }: Style): string {
  const word = status.padEnd('unreachable'.length);
  const paint: Readonly<Record<Status, (text: string) => string>> = {
    ok: colors.green,
    drift: colors.yellow,
    changed: colors.yellow,
    failed: colors.red,
    unreachable: colors.red,
    skipped: colors.cyan,
    rolled_back: colors.magenta,
  };
  return paint[status](word);
}

function changeLine({ column, key, before, after }: Change, { colors }: Style): string {
  const name = escapeControl(`${column}:${key}`);
  if (before === null) return colors.green(`    + ${name}  ${value(after)}`);
  if (after === null) return colors.red(`    - ${name}  ${value(before)}`);
  return colors.yellow(`    ~ ${name}  ${value(before)} -> ${value(after)}`);
}

function value(text: string | null): string {
  return escapeControl(text ?? 'absent');
}

function problemLines(problem: Problem, { colors }: Style): string {
  const { summary: cause, hint } = describe(problem);
  return `${colors.red(`    ! ${escapeControl(cause)}`)}\n      ${escapeControl(hint)}`;
}

/** As compilers do, place first: editors and terminals jump there. */
function inputLines(problem: Problem, { colors }: Style): string {
  const { summary: cause, hint } = describe(problem);
  return `${colors.red(escapeControl(cause))}\n    ${escapeControl(hint)}`;
}

function findingBlock({ nodes, problem }: Finding, style: Style): string {
  if (isInput(problem)) return inputLines(problem, style);
  const who = nodes.length === 0 ? '' : `${escapeControl(nodes.join(', '))}\n`;
  return `${who}${problemLines(problem, style)}`;
}

function isInput(problem: Problem): boolean {
  return ['input', 'usage'].includes(classOf(problem));
}

function closing(report: Report, exit: number, style: Style): string {
  const { problems } = report;
  const { nodes, ...counts } = summary(report);
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status.replace('_', ' ')}`);
  if (problems.some(({ problem }) => isInput(problem))) return '\nNobody was contacted.';
  const totals = nodes === 0 ? '' : `\n${nodeCount(nodes)}: ${parts.join(', ')}.`;
  return [totals, next(report, exit, style)].filter((line) => line !== '').join('\n');
}

function nodeCount(count: number): string {
  return count === 1 ? '1 node' : `${count} nodes`;
}

/** What to type next, where one thing is the obvious one. */
function next({ command }: Report, exit: number, { inventory }: Style): string {
  if (exit === 2) return `Nothing was written. To converge: mcreconcile apply ${inventory}`;
  if (exit === 0 || command === 'facts' || command === 'check') return '';
  return command === 'plan' ? 'Nothing was written.' : '';
}
