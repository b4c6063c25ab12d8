import type { Change } from '../model/change.ts';
import { describe, type Problem, severityOf } from '../problems/problem.ts';
import type { Status } from '../model/report.ts';
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
  return [
    ...heads,
    ...nodes[0].problems.map((problem, at) => problemText(group, problem, at, style)),
  ].join('\n');
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
  const paint = style.colors[paints[first.status]];
  return paint(line.slice(0, statusWidth)) + line.slice(statusWidth);
}

const paints = {
  ok: 'green',
  drift: 'yellow',
  changed: 'yellow',
  failed: 'red',
  unreachable: 'red',
  skipped: 'cyan',
  rolled_back: 'magenta',
} as const satisfies Readonly<Record<Status, keyof Style['colors']>>;

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
function problemText({ nodes, pattern }: Group, first: Problem, at: number, style: Style): string {
  const { summary, hint } = describe(first);
  const alike = nodes.every(({ problems }) => describe(problems[at] ?? first).summary === summary);
  const all = pattern === null ? `${foldNames(nodes.map(({ name }) => name))}: ` : '';
  const speaker = alike ? all : `${nodes[0].name}, for instance: `;
  const what = mark(first, speaker + summary, style);
  return `${what}\n${paragraph('      ', hint, style.columns)}`;
}

/** `!` is what stops a run; a warning and a note say what they are. */
export function mark(problem: Problem, text: string, { colors, columns }: Style): string {
  const severity = severityOf(problem);
  if (severity === 'error') return colors.red(paragraph('    ! ', text, columns));
  const paint = severity === 'warning' ? colors.yellow : colors.cyan;
  return paint(paragraph('    - ', `${severity}: ${text}`, columns));
}
