import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), 'utf8');

interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, readonly [string, Restriction?] | string>>;
}

interface Restriction {
  readonly patterns?: readonly { readonly group: readonly string[] }[];
}

const { overrides }: { readonly overrides: readonly Override[] } = JSON.parse(
  read('.oxlintrc.json'),
);
const rooms = readdirSync(new URL('src', root), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'generated')
  .map(({ name }) => name);
const vocabulary = ['model', 'problems'];

/** What the linter lets a room import, beside the vocabulary. */
function allowed(room: string): readonly string[] {
  const own = overrides.find(
    ({ files, rules }) => files.join() === `src/${room}/**` && 'no-restricted-imports' in rules,
  );
  const rule = own?.rules['no-restricted-imports'];
  const restriction = typeof rule === 'object' ? rule[1] : undefined;
  const groups = restriction?.patterns?.flatMap(({ group }) => group) ?? [];
  const isFree = (name: string): boolean => !groups.includes(`**/${name}/**`);
  return rooms.filter((name) => name !== room && !vocabulary.includes(name) && isFree(name));
}

/** What the table of CONTRIBUTING.md says of it. */
function said(room: string): readonly string[] | undefined {
  const row = read('CONTRIBUTING.md')
    .split('\n')
    .find((line) => line.startsWith(`| \`src/${room}\``));
  return row
    ?.split('|')[3]
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

describe('the table of rooms is what the linter enforces:', () => {
  test.each(rooms)('%s', (room) => {
    expect(said(room)).toEqual(allowed(room).toSorted());
  });
});
