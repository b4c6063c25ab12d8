import { foldNames } from '../model/fold-names.ts';
import { type Report, summary } from '../model/report.ts';
import { groupBy } from '../model/group-by.ts';
import { causeOf, describe, type Finding, severityOf } from '../problems/problem.ts';
import { changesText, outcome } from './brief.ts';
import { escapeForeign } from './escape.ts';
import { type Group, groups } from './groups.ts';
import type { Reporter } from './reporter.ts';
import { count } from './wrap.ts';

/** For $GITHUB_STEP_SUMMARY and for mails: a table of nodes, then what is wrong and what to do. */
export const markdown: Reporter = async (report, exit, style) => {
  const word = outcome(report, exit);
  const target = style.target === '' ? '' : `${plain(style.target)}, `;
  return [
    `## mcreconcile ${report.command}: ${word}`,
    '',
    `${target}run ${plain(report.run)}, exit ${exit}, ${style.end.seconds.toFixed(1)} s`,
    ...table(report),
    ...problems(report),
    '',
  ].join('\n');
};

/** More nodes than fit a screen are folded where they are alike. */
const screen = 20;

function table(report: Report): readonly string[] {
  const { nodes } = report;
  if (nodes.length === 0) return [];
  const rows = groups(nodes, nodes.length > screen).flatMap(rowsOf);
  const { nodes: total, ...statuses } = summary(report);
  const counts = Object.entries(statuses).filter(([, number]) => number > 0);
  const totals = counts.map(([status, number]) => `${number} ${status.replace('_', ' ')}`);
  return [
    '',
    `${count(total, 'node')}: ${totals.join(', ')}`,
    '',
    '| nodes | status | differs |',
    '| --- | --- | --- |',
    ...rows,
  ];
}

function rowsOf({ nodes, pattern }: Group): readonly string[] {
  if (pattern === null)
    return nodes.flatMap((node) => rowsOf({ nodes: [node], pattern: node.changes }));
  const names = plain(foldNames(nodes.map(({ name }) => name)));
  const who = nodes.length === 1 ? names : `${nodes.length}: ${names}`;
  const differs = changesText({ changes: pattern }).map(plain).join('<br>');
  return [`| ${who} | ${nodes[0].status.replace('_', ' ')} | ${differs} |`];
}

/** What many nodes share is said once. */
function problems({ nodes, problems: whole }: Report): readonly string[] {
  const own = nodes.flatMap(({ name, problems: all }) =>
    all.map((problem) => ({ nodes: [name], problem })),
  );
  const alike = groupBy(own, ({ problem }) => causeOf(problem));
  const folded = [...alike.values()].map((members) => ({
    nodes: members.flatMap((member) => member.nodes),
    problem: members[0].problem,
  }));
  const all = [...whole, ...folded];
  return all.length === 0 ? [] : ['', '### Problems', '', ...all.flatMap(item)];
}

function item({ nodes, problem }: Finding): readonly string[] {
  const said = describe(problem);
  const who = nodes.length === 0 ? '' : `${plain(foldNames(nodes))}: `;
  return [`- **${severityOf(problem)}** ${who}${prose(said.summary)}  `, `  ${prose(said.hint)}`];
}

/** What stands in backticks is a command, and code; in code, nothing means anything else. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? escapeForeign(part) : plain(part)))
    .join('');
}

/** Text, whatever it looks like: no markup, no HTML, no end of a cell, no link. */
function plain(text: string): string {
  return escapeForeign(text).replace(/[\\`*_[\]<&|~#]|^>|(?<=\w):(?=\/\/)|(?<=www)\./gi, '\\$&');
}
