import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nagiosCode } from '../../../src/reporters/nagios-code.ts';
import { reporters } from '../../../src/reporters/index.ts';

const root = new URL('../../../', import.meta.url);
const page = read('docs/outputs.md');

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

/** The numbers in the first column of the table under a heading of the README. */
function exitCodes(): readonly number[] {
  const [, section = ''] = read('README.md').split('### Exit codes');
  const rows = section.split('\n').filter((line) => /^\| \d/.test(line));
  return rows.flatMap((row) => (row.split('|')[1] ?? '').match(/\d+/g)?.map(Number) ?? []);
}

test('Nagios has a code for every exit code of the README, as the page says', () => {
  const rows = [...page.matchAll(/^\| (\d) +\| [A-Z]+ +\| ([\d, ]+) \|$/gm)];
  const told = rows.flatMap(([, code, exits = '']) =>
    exits.split(',').map((exit) => [Number(exit), Number(code)] as const),
  );
  const codes = exitCodes();
  expect(codes).toHaveLength(16);
  expect(new Map(told)).toEqual(new Map(codes.map((exit) => [exit, nagiosCode(exit)])));
});

test('every output is on the page', () => {
  for (const name of Object.keys(reporters)) expect(page).toContain(`\n| \`${name}\` `);
});

test('what the page shows is what mcreconcile prints', () => {
  const folder = new URL('test/fixtures/output-machine/', root);
  const printed = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const blocks = [...page.matchAll(/^```(\w*)\n([^]*?)^```$/gm)];
  const lines = blocks
    .filter(([, language = '', text = '']) => /^(xml)?$/.test(language) && !text.startsWith('#'))
    .flatMap(([, , text = '']) => text.split('\n'));
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines.map((each) => each.replace(/…$/, '')))
    expect(printed.filter((text) => text.includes(line))).not.toEqual([]);
});
