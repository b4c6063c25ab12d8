import { describe, type Finding, isInput } from '../problems/problem.ts';
import { groupBy } from '../model/group-by.ts';
import type { Report } from '../model/report.ts';
import { foldNames } from '../model/fold-names.ts';
import { mark } from './group-text.ts';
import { pairsText } from './pairs-text.ts';
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
