import { describe } from '../model/describe.ts';
import { isInput } from '../model/problem-class.ts';
import type { Finding } from '../model/problem.ts';
import type { NodeReport, Report } from '../model/report.ts';
import { closing, nodeCount } from './closing.ts';
import { foldNames } from './fold-names.ts';
import { groupText } from './group-text.ts';
import { groups, isMasked } from './groups.ts';
import type { Reporter, Style } from './reporter.ts';
import { paragraph } from './wrap.ts';

/** For people: what is alike is folded, totals come last, where the eye is. */
export const human: Reporter = (report, exit, style) => {
  if (style.quiet && exit === 0) return '';
  if (report.command === 'validate' && exit === 0) return validText(report, style);
  const news = report.nodes.filter((node) => isNews(node, style));
  const all = groups(news, !style.verbose && report.command !== 'facts');
  const blocks = [
    ...all.map((group) => groupText(group, report, style)),
    ...(all.some(isMasked) ? [legend] : []),
    ...report.problems.map((finding) => findingText(finding, style)),
    closing(report, exit, style),
  ];
  return `${blocks.join('\n')}\n`;
};

const legend = '    (x: the same number on both sides; --verbose shows every node)';

function validText({ nodes }: Report, { inventory, columns }: Style): string {
  const text = `${inventory} is valid: ${nodeCount(nodes.length)}. Nobody was contacted.`;
  return `${paragraph('', text, columns)}\n`;
}

/** Where silence means that all is well, a node in sync is not worth a line. */
function isNews({ status }: NodeReport, { quiet }: Style): boolean {
  return !quiet || status !== 'ok';
}

/** Errors in files as compilers show them, place first: editors and terminals jump there. */
function findingText({ nodes, problem }: Finding, { colors, columns }: Style): string {
  const { summary, hint } = describe(problem);
  const [mark, margin] = isInput(problem) ? ['', '    '] : ['    ! ', '      '];
  const who = nodes.length === 0 ? [] : [paragraph('', foldNames(nodes), columns)];
  const what = colors.red(paragraph(mark, summary, columns));
  return [...who, what, paragraph(margin, hint, columns)].join('\n');
}
