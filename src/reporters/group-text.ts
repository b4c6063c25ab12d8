import type { Change } from '../model/change.ts';
import { describe } from '../problems/describe.ts';
import { severityOf } from '../problems/class.ts';
import type { Problem } from '../problems/problem.ts';
import type { NodeReport, Status } from '../model/report.ts';
import { escapeControl } from './escape.ts';
import { foldNames } from '../model/fold-names.ts';
import type { Group } from './groups.ts';
import type { Style } from './reporter.ts';
import { paragraph } from './wrap.ts';

/** One group of nodes: a head line, what changes, what is wrong. */
export function groupText(group: Group, style: Style): string {
  const { nodes, pattern } = group;
  const lines = (changes: readonly Change[]): readonly string[] =>
    showsChanges(group, style) ? changes.map((change) => changeLine(change, style)) : [];
  const heads =
    pattern === null
      ? nodes.flatMap((node) => [head([node], style), ...lines(node.changes)])
      : [head(nodes, style), ...lines(pattern)];
  return [...heads, ...nodes[0].problems.map((_, at) => problemText(group, at, style))].join('\n');
}

/** Changes that were written or rolled back are shown with --diff only. */
export function showsChanges({ nodes: [first] }: Group, { diff }: Style): boolean {
  return diff || (first.status !== 'changed' && first.status !== 'rolled_back');
}

/** The widest status word decides where the names begin. */
const statusWidth = 'unreachable'.length;

function head(nodes: Group['nodes'], style: Style): string {
  const [first] = nodes;
  const word = first.status.replace('_', ' ').padEnd(statusWidth);
  const names = foldNames(nodes.map(({ name }) => name));
  const who = nodes.length === 1 ? `${names} ${first.address}` : `${nodes.length} nodes: ${names}`;
  const line = paragraph(`${word}  `, who, style.columns);
  return paint(first.status, style)(line.slice(0, statusWidth)) + line.slice(statusWidth);
}

function paint(status: Status, { colors }: Style): (text: string) => string {
  const paints: Readonly<Record<Status, (text: string) => string>> = {
    ok: colors.green,
    drift: colors.yellow,
    changed: colors.yellow,
    failed: colors.red,
    unreachable: colors.red,
    skipped: colors.cyan,
    rolled_back: colors.magenta,
  };
  return paints[status];
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

/** Where the texts of the nodes differ, the first stands for all. */
function problemText({ nodes, pattern }: Group, at: number, style: Style): string {
  const texts = nodes.map((node) => said(node, at));
  const [[cause, hint] = ['', '']] = texts;
  const alike = texts.every(([other]) => other === cause);
  const all = pattern === null ? `${foldNames(nodes.map(({ name }) => name))}: ` : '';
  const speaker = alike ? all : `${nodes[0].name}, for instance: `;
  const what = mark(nodes[0].problems[at], speaker + cause, style);
  return `${what}\n${paragraph('      ', hint, style.columns)}`;
}

/** `!` is what stops a run; a warning and a note say what they are. */
export function mark(
  problem: Problem | undefined,
  text: string,
  { colors, columns }: Style,
): string {
  const severity = problem === undefined ? 'error' : severityOf(problem);
  if (severity === 'error') return colors.red(paragraph('    ! ', text, columns));
  const paint = severity === 'warning' ? colors.yellow : colors.cyan;
  return paint(paragraph('    - ', `${severity}: ${text}`, columns));
}

function said({ problems }: NodeReport, at: number): readonly [cause: string, hint: string] {
  const problem = problems[at];
  if (problem === undefined) return ['', ''];
  const { summary, hint } = describe(problem);
  return [summary, hint];
}
