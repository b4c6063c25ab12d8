import { breaksSilence, type Finding } from '../problems/problem.ts';
import type { NodeReport, Report } from '../model/report.ts';
import { closing } from './closing.ts';
import { factsText } from './facts-text.ts';
import { findingsText, notesText, withoutNotes } from './findings-text.ts';
import { groupText, showsChanges } from './group-text.ts';
import { groups, isMasked } from './groups.ts';
import { pathsText } from './paths-text.ts';
import type { Reporter, Style } from './reporter.ts';
import { stagesText } from './stages-text.ts';
import { has } from './traits.ts';
import { count, paragraph } from './wrap.ts';

/** For people: what is alike is folded, totals come last, where the eye is. */
export const human: Reporter = async (report, exit, style) => {
  if (has(report.command, 'validity') && exit === 0) return validText(report, style);
  const news = report.nodes.filter((node) => isNews(node, style));
  const isSaid = report.problems.some(({ problem }) => breaksSilence(problem));
  if (style.quiet && exit === 0 && news.length === 0 && !isSaid) return '';
  if (has(report.command, 'facts')) return factsReport(report, exit, style);
  const all = groups(news.map(withoutNotes), !style.verbose);
  const [alarms, others] = split(report.problems);
  const blocks = [
    ...findingsText(alarms, report, style),
    ...all.map((group) => groupText(group, style)),
    ...(all.some((group) => showsChanges(group, style) && isMasked(group)) ? [legend] : []),
    ...pathsBlock(report, style),
    ...stagesBlock(report, exit, style),
    ...notesText(news, style),
    ...findingsText(others, report, style),
    closing(report, exit, style),
  ];
  return `${blocks.join('\n')}\n`;
};

const legend = '    (x: the same number on both sides; --verbose shows every node)';

/** A fleet that is half done comes first. */
function split(findings: readonly Finding[]): readonly [readonly Finding[], readonly Finding[]] {
  const alarms = findings.filter(({ problem }) => problem.kind === 'half-done');
  const others = findings.filter((finding) => !alarms.includes(finding));
  // These two kinds name the cause of the rollback.
  const isTold = findings.some(({ problem }) => /^(half-done|rolled-back)$/.test(problem.kind));
  return [alarms, others.filter(({ problem }) => !isTold || problem.kind !== 'interrupted')];
}

/** Only for a plan that could be written as it is. */
function stagesBlock({ command, plan }: Report, exit: number, style: Style): readonly string[] {
  const shown = exit === 2 && has(command, 'proposes');
  return shown && plan !== null && plan.stages.length > 0 ? [stagesText(plan, style)] : [];
}

/** The paths explain why a plan may be written; after the write nobody needs them. */
function pathsBlock({ command, paths }: Report, { diff, columns }: Style): readonly string[] {
  if (paths === null || paths.length === 0 || !(has(command, 'paths') || diff)) return [];
  return [pathsText(paths, columns)];
}

function factsReport(report: Report, exit: number, style: Style): string {
  const blocks = report.nodes.flatMap((node) => [
    ...groups([node], false).map((group) => groupText(group, style)),
    ...(node.facts === null ? [] : [factsText(node.facts)]),
  ]);
  const said = report.problems.filter(({ problem }) => breaksSilence(problem));
  const findings = findingsText(said, report, style);
  return `${[...blocks, ...findings, closing(report, exit, style)].join('\n')}\n`;
}

function validText(report: Report, style: Style): string {
  const nodes = count(report.nodes.length, 'node');
  const text = `${style.target} is valid: ${nodes}. Nobody was contacted.`;
  const findings = findingsText(report.problems, report, style);
  return `${[...findings, paragraph('', text, style.columns)].join('\n')}\n`;
}

/** A quiet report has no line for a node that is in sync. */
function isNews({ status, problems }: NodeReport, { quiet }: Style): boolean {
  return !quiet || status !== 'ok' || problems.some(breaksSilence);
}
