import { foldNames } from '../model/fold-names.ts';
import type { Report } from '../model/report.ts';
import { groupBy } from '../model/group-by.ts';
import { causeOf, describe, type Finding, severityOf } from '../problems/problem.ts';
import { changesText } from './brief.ts';
import { escapeForeign } from './escape.ts';
import { type Group, groups } from './groups.ts';
import { result } from './json.ts';
import type { Reporter } from './reporter.ts';
import { count } from './wrap.ts';

/** For $GITHUB_STEP_SUMMARY and for mails: a table of nodes, then what is wrong and what to do. */
export const markdown: Reporter = async (report, exit, style) => {
  const word = result(report, exit).replace('-', ' ');
  const target = style.target === '' ? '' : `${escape(style.target)}, `;
  const nodes = count(report.nodes.length, 'node');
  return [
    `## mcreconcile ${report.command}: ${word}`,
    '',
    `${target}run ${escape(report.run)}, exit ${exit}, ${nodes}, ${style.end.seconds.toFixed(1)} s`,
    ...table(report),
    ...problems(report),
    '',
  ].join('\n');
};

/** More nodes than fit a screen are folded where they are alike. */
const screen = 20;

function table({ nodes }: Report): readonly string[] {
  if (nodes.length === 0) return [];
  const rows = groups(nodes, nodes.length > screen).flatMap(rowsOf);
  return ['', '| nodes | status | differs |', '| --- | --- | --- |', ...rows];
}

function rowsOf({ nodes, pattern }: Group): readonly string[] {
  if (pattern === null)
    return nodes.flatMap((node) => rowsOf({ nodes: [node], pattern: node.changes }));
  const names = escape(foldNames(nodes.map(({ name }) => name)));
  const who = nodes.length === 1 ? names : `${nodes.length}: ${names}`;
  const differs = changesText({ changes: pattern }).map(escape).join('<br>');
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
  const { summary, hint } = describe(problem);
  const who = nodes.length === 0 ? '' : `${escape(foldNames(nodes))}: `;
  return [`- **${severityOf(problem)}** ${who}${escape(summary)}  `, `  ${escape(hint)}`];
}

/** What stands in backticks is a command of ours, and stays one; all else is text, whatever it looks like. */
function escape(text: string): string {
  return escapeForeign(text)
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? code(part) : plain(part)))
    .join('');
}

/** In a table, a bar ends even code. */
function code(part: string): string {
  return part.replaceAll('|', '\\|');
}

function plain(part: string): string {
  return part
    .replace(/[&<>@]/g, (character) => `&#${character.codePointAt(0)};`)
    .replace(/[\\`*_[\]|~#]|(?<=\w):(?=\/\/)|(?<=www)\./gi, '\\$&');
}
