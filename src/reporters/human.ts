import { describe } from '../model/describe.ts';
import { isBlind, isInput } from '../model/problem-class.ts';
import type { Finding } from '../model/problem.ts';
import type { NodeReport, Report } from '../model/report.ts';
import { closing, nodeCount } from './closing.ts';
import { foldNames } from './fold-names.ts';
import { groupText, mark } from './group-text.ts';
import { groups, isMasked } from './groups.ts';
import { notesText, withoutNotes } from './notes-text.ts';
import { pathsText } from './paths-text.ts';
import type { Reporter, Style } from './reporter.ts';
import { paragraph } from './wrap.ts';

/** For people: what is alike is folded, totals come last, where the eye is. */
export const human: Reporter = async (report, exit, style) => {
  if (report.command === 'validate' && exit === 0) return validText(report, style);
  const news = report.nodes.filter((node) => isNews(node, style));
  if (style.quiet && exit === 0 && news.length === 0) return '';
  if (report.command === 'facts') return factsReport(report, exit, style);
  const all = groups(news.map(withoutNotes), !style.verbose);
  const blocks = [
    ...all.map((group) => groupText(group, style)),
    ...(all.some(isMasked) ? [legend] : []),
    ...pathsBlock(report, style),
    ...notesText(news, style),
    ...report.problems.map((finding) => findingText(finding, style)),
    closing(report, exit, style),
  ];
  return `${blocks.join('\n')}\n`;
};

const legend = '    (x: the same number on both sides; --verbose shows every node)';

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
  return `${[...blocks, closing(report, exit, style)].join('\n')}\n`;
}

function validText({ nodes }: Report, { target, columns }: Style): string {
  const text = `${target} is valid: ${nodeCount(nodes.length)}. Nobody was contacted.`;
  return `${paragraph('', text, columns)}\n`;
}

/** Where silence means that all is well, a node in sync is not worth a line. */
function isNews({ status, problems }: NodeReport, { quiet }: Style): boolean {
  return !quiet || status !== 'ok' || problems.some(isBlind);
}

/** Errors in files as compilers show them, place first: editors and terminals jump there. */
function findingText({ nodes, problem }: Finding, style: Style): string {
  const { colors, columns } = style;
  const { summary, hint } = describe(problem);
  const who = nodes.length === 0 ? [] : [paragraph('', foldNames(nodes), columns)];
  if (isInput(problem)) {
    return `${colors.red(paragraph('', summary, columns))}\n${paragraph('    ', hint, columns)}`;
  }
  return [...who, mark(problem, summary, style), paragraph('      ', hint, columns)].join('\n');
}
