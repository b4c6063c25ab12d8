import { describe } from '../problems/describe.ts';
import { severityOf } from '../problems/class.ts';
import type { Problem } from '../problems/problem.ts';
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
  const found = new Map<Problem['kind'], Said[]>();
  for (const { name, problems } of nodes) {
    for (const problem of problems.filter(isNote)) {
      const said = { name, text: describe(problem).summary };
      found.set(problem.kind, [...(found.get(problem.kind) ?? []), said]);
    }
  }
  return [...found.values()].map((all) => colors.cyan(paragraph('    - ', noteOf(all), columns)));
}

interface Said {
  readonly name: string;
  readonly text: string;
}

function noteOf(all: readonly Said[]): string {
  const names = foldNames(all.map(({ name }) => name));
  const [first] = all;
  const alike = all.every(({ text }) => text === first?.text);
  const speaker = alike ? '' : `on ${first?.name}, for instance, `;
  return `note: ${names}: ${speaker}${first?.text}`;
}

function isNote(problem: Problem): boolean {
  return severityOf(problem) === 'note';
}
