import { foldNames } from '../model/fold-names.ts';
import { groupBy } from '../model/group-by.ts';
import type { NodeReport, Report } from '../model/report.ts';
import { describe, type Finding, isInput, type Problem, severityOf } from '../problems/problem.ts';
import { mark } from './group-text.ts';
import type { Style } from './reporter.ts';
import { paragraph } from './wrap.ts';

/** Findings about the run, its files, or several nodes; a finding about many pairs is said once. */
export function findingsText(
  findings: readonly Finding[],
  report: Report,
  style: Style,
): readonly string[] {
  const alike = groupBy(findings, (finding) => likeness(finding) ?? finding);
  return [...alike.values()].map((members) => findingText(members, report, style));
}

/** null: it is not about a pair of nodes. */
function likeness({ nodes, problem }: Finding): string | null {
  if (nodes.length !== 2) return null;
  const { summary, hint } = describe(problem);
  // The longer name first: it may hold the shorter one.
  const names = nodes.toSorted((one, other) => other.length - one.length);
  const said = names.reduce((text, name) => text.replaceAll(name, '\n'), `${summary}\t${hint}`);
  return JSON.stringify([problem.kind, said]);
}

function findingText(
  [finding, ...others]: readonly [Finding, ...Finding[]],
  { run }: Report,
  style: Style,
): string {
  const { colors, columns } = style;
  const { problem } = finding;
  const { summary, hint } = describe(problem);
  if (isInput(problem) || problem.kind === 'left-out') return placed(finding, style);
  const nodes = [...new Set([finding, ...others].flatMap((each) => each.nodes))];
  const who = nodes.length === 0 ? `run ${run}` : foldNames(nodes);
  const head =
    problem.kind === 'half-done'
      ? colors.red(paragraph('HALF DONE, not rolled back: ', who, columns))
      : paragraph('', who, columns);
  const likewise = others.length === 0 ? '' : `; likewise ${pairsText(others)}`;
  return [head, mark(problem, summary + likewise, style), paragraph('      ', hint, columns)].join(
    '\n',
  );
}

/** As compilers show it, place first: editors and terminals jump there. */
function placed({ problem }: Finding, { colors, columns }: Style): string {
  const { summary, hint } = describe(problem);
  const paint = isInput(problem) ? colors.red : colors.yellow;
  return `${paint(paragraph('', summary, columns))}\n${paragraph('    ', hint, columns)}`;
}

/** The same nodes without their notes, which come once for all nodes, at the end. */
export function withoutNotes(node: NodeReport): NodeReport {
  return { ...node, problems: node.problems.filter((problem) => !isNote(problem)) };
}

/** One paragraph for each kind of note; where the texts of the nodes differ, the first stands for all. */
export function notesText(
  nodes: readonly NodeReport[],
  { colors, columns }: Style,
): readonly string[] {
  const notes = nodes.flatMap(({ name, problems }) =>
    problems
      .filter(isNote)
      .map((problem) => ({ kind: problem.kind, name, text: describe(problem).summary })),
  );
  return [...groupBy(notes, ({ kind }) => kind).values()].map((all) => {
    const [first] = all;
    const alike = all.every(({ text }) => text === first.text);
    const speaker = alike ? '' : `on ${first.name}, for instance, `;
    const said = `note: ${foldNames(all.map(({ name }) => name))}: ${speaker}${first.text}`;
    return colors.cyan(paragraph('    - ', said, columns));
  });
}

function isNote(problem: Problem): boolean {
  return severityOf(problem) === 'note';
}

/** As many entries as a person reads. */
const most = 20;

/** Pairs by the node that most of them share: `micro01 and micro[02-09], micro10 and micro11`. */
function pairsText(findings: readonly Finding[]): string {
  const entries: string[] = [];
  let left = findings.map(({ nodes }) => nodes);
  while (left.length > 0 && entries.length < most) {
    const star = largestStar(left);
    entries.push(textOf(star));
    left = left.filter((pair) => !star.includes(pair));
  }
  const more = left.length === 0 ? '' : `, and ${left.length} more pairs (all: --output json)`;
  return entries.join(', ') + more;
}

type Pair = Finding['nodes'];

/** The pairs with one node at the same end; which end it is tells the way that fails. */
function largestStar(pairs: readonly Pair[]): readonly Pair[] {
  const ends = pairs.flatMap((pair) => pair.map((node, end) => ({ key: `${end} ${node}`, pair })));
  const stars = [...groupBy(ends, ({ key }) => key).values()];
  const largest = stars.reduce((best, star) => (star.length > best.length ? star : best));
  return largest.map(({ pair }) => pair);
}

function textOf(star: readonly Pair[]): string {
  const ends = [0, 1].map((end) => foldNames([...new Set(star.map((pair) => pair[end] ?? ''))]));
  return ends.join(' and ');
}
