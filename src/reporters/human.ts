import { describe } from '../problems/describe.ts';
import { breaksSilence, isInput } from '../problems/class.ts';
import type { Finding } from '../problems/problem.ts';
import type { NodeReport, Report } from '../model/report.ts';
import { closing, nodeCount } from './closing.ts';
import { foldNames } from './fold-names.ts';
import { groupText, mark, showsChanges } from './group-text.ts';
import { groups, isMasked } from './groups.ts';
import { notesText, withoutNotes } from './notes-text.ts';
import { pathsText } from './paths-text.ts';
import type { Reporter, Style } from './reporter.ts';
import { stagesText } from './stages-text.ts';
import { paragraph } from './wrap.ts';

/** For people: what is alike is folded, totals come last, where the eye is. */
export const human: Reporter = async (report, exit, style) => {
  if (report.command === 'validate' && exit === 0) return validText(report, style);
  const news = report.nodes.filter((node) => isNews(node, style));
  const isSaid = report.problems.some(({ problem }) => breaksSilence(problem));
  if (style.quiet && exit === 0 && news.length === 0 && !isSaid) return '';
  if (report.command === 'facts') return factsReport(report, exit, style);
  const all = groups(news.map(withoutNotes), !style.verbose);
  const [alarms, others] = split(report.problems);
  const blocks = [
    ...alarms.map((finding) => findingText(finding, report, style)),
    ...all.map((group) => groupText(group, style)),
    ...(all.some((group) => showsChanges(group, style) && isMasked(group)) ? [legend] : []),
    ...pathsBlock(report, style),
    ...stagesBlock(report, exit, style),
    ...notesText(news, style),
    ...others.map((finding) => findingText(finding, report, style)),
    closing(report, exit, style),
  ];
  return `${blocks.join('\n')}\n`;
};

const legend = '    (x: the same number on both sides; --verbose shows every node)';

/** A fleet in the middle is what the reader must know before all else. */
function split(findings: readonly Finding[]): readonly [readonly Finding[], readonly Finding[]] {
  const alarms = findings.filter(({ problem }) => problem.kind === 'half-done');
  const others = findings.filter((finding) => !alarms.includes(finding));
  // Why a run was put back stands there.
  const isTold = findings.some(({ problem }) => /^(half-done|rolled-back)$/.test(problem.kind));
  return [alarms, others.filter(({ problem }) => !isTold || problem.kind !== 'interrupted')];
}

/** Of what is only shown, and could be written as it is. */
function stagesBlock({ command, plan }: Report, exit: number, style: Style): readonly string[] {
  const shown = exit === 2 && (command === 'plan' || command === 'apply');
  return shown && plan !== null && plan.stages.length > 0 ? [stagesText(plan, style)] : [];
}

/** Belongs to what would change and why it may, not to what was done. */
function pathsBlock({ command, paths }: Report, { diff, columns }: Style): readonly string[] {
  if (paths === null || paths.length === 0 || !(command === 'plan' || diff)) return [];
  return [pathsText(paths, columns)];
}

/** Loads its table when it is needed: the drift check should not pay for it. */
async function factsReport(report: Report, exit: number, style: Style): Promise<string> {
  const { factsText } = await import('./facts-text.ts');
  const blocks = report.nodes.flatMap((node) => [
    ...groups([node], false).map((group) => groupText(group, style)),
    ...(node.facts === null ? [] : [factsText(node.facts)]),
  ]);
  const said = report.problems.filter(({ problem }) => breaksSilence(problem));
  const findings = said.map((finding) => findingText(finding, report, style));
  return `${[...blocks, ...findings, closing(report, exit, style)].join('\n')}\n`;
}

function validText(report: Report, style: Style): string {
  const count = nodeCount(report.nodes.length);
  const text = `${style.target} is valid: ${count}. Nobody was contacted.`;
  const findings = report.problems.map((finding) => findingText(finding, report, style));
  return `${[...findings, paragraph('', text, style.columns)].join('\n')}\n`;
}

/** Where silence means that all is well, a node in sync is not worth a line. */
function isNews({ status, problems }: NodeReport, { quiet }: Style): boolean {
  return !quiet || status !== 'ok' || problems.some(breaksSilence);
}

/** What is to be said of files, as compilers show it, place first: editors and terminals jump there. */
function findingText({ nodes, problem }: Finding, { run }: Report, style: Style): string {
  const { colors, columns } = style;
  const { summary, hint } = describe(problem);
  if (isInput(problem) || problem.kind === 'left-out') {
    const paint = isInput(problem) ? colors.red : colors.yellow;
    return `${paint(paragraph('', summary, columns))}\n${paragraph('    ', hint, columns)}`;
  }
  const who = nodes.length === 0 ? `run ${run}` : foldNames(nodes);
  const head =
    problem.kind === 'half-done'
      ? colors.red(paragraph('HALF DONE, not put back: ', who, columns))
      : paragraph('', who, columns);
  return [head, mark(problem, summary, style), paragraph('      ', hint, columns)].join('\n');
}
