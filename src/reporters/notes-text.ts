import { describe, type Problem, severityOf } from '../problems/problem.ts';
import { groupBy } from '../model/group-by.ts';
import type { NodeReport } from '../model/report.ts';
import { foldNames } from '../model/fold-names.ts';
import type { Style } from './reporter.ts';
import { paragraph } from './wrap.ts';

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
