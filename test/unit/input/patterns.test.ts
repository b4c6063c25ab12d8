import { describe, expect, test } from 'vitest';
import { globOf } from '../../../src/input/glob.ts';
import { itemsOf } from '../../../src/input/pattern-items.ts';
import { select } from '../../../src/input/patterns.ts';
import type { Inventory } from '../../../src/model/inventory.ts';
import { goodInventory } from './support.ts';

const inventory = goodInventory(`
groups:
  rack1: { nodes: [micro02, micro01] }
  rack2: { nodes: [micro03] }
  web: { nodes: [other, micro03, micro01] }
nodes: { micro03: , micro01: , micro02: , other: }`);

const chosen = (pattern: string, { nodes }: Inventory = inventory) =>
  select({ file: 'f', nodes }, itemsOf(pattern, null));

test.each([
  ['all', ['micro03', 'micro01', 'micro02', 'other']],
  ['*', ['micro03', 'micro01', 'micro02', 'other']],
  ['micro02,micro01', ['micro01', 'micro02']],
  ['micro02:micro03', ['micro03', 'micro02']],
  [' micro01 , ', ['micro01']],
  ['rack1', ['micro01', 'micro02']],
  ['rack?', ['micro03', 'micro01', 'micro02']],
  ['micro0[12]', ['micro01', 'micro02']],
  ['micro0[!1-2]', ['micro03']],
  // The order of the parts means nothing.
  ['rack1:&web', ['micro01']],
  ['&web,rack1', ['micro01']],
  ['!rack1', ['micro03', 'other']],
  ['!rack1:web', ['micro03', 'other']],
  ['micro*,other,&web,!micro03', ['micro01', 'other']],
  ['& web , all', ['micro03', 'micro01', 'other']],
  // Regular expressions fit from the start of a name on.
  ['~micro0[12]', ['micro01', 'micro02']],
  ['~(rack2|oth)', ['micro03', 'other']],
  ['~micro\\d{1,2}$:!~.*3', ['micro01', 'micro02']],
  ['all,!~(micro|x)', ['other']],
  // Parts of a group, in inventory order.
  ['web[0]', ['micro03']],
  ['web[-1]', ['other']],
  ['web[-3]', ['micro03']],
  ['web[0:1]', ['micro03', 'micro01']],
  ['web[1:]', ['micro01', 'other']],
  ['web[1:9]', ['micro01', 'other']],
  ['all[1:2]', ['micro01', 'micro02']],
  ['micro*[0]', ['micro03']],
  ['!web[0]', ['micro01', 'micro02', 'other']],
  // Ranges of names, where nothing is called as what stands before them.
  ['micro[01:03]', ['micro03', 'micro01', 'micro02']],
  ['micro[01:03:2]', ['micro03', 'micro01']],
  ['m[i:i]cro0[1:2],&rack[1:2]', ['micro01', 'micro02']],
])('%s', (pattern, names) => {
  expect(chosen(pattern)).toEqual({ ok: true, value: names });
});

const writeName = 'write the name of a node or of a group, or `all`';

test.each([
  ['mirco01', '`mirco01` matches no node and no group', 'did you mean `micro01`?'],
  ['micro01,x*', '`x*` matches no node and no group', writeName],
  ['all,!micro1', '`micro1` matches no node and no group', 'did you mean `micro01`?'],
  ['all,&x', '`x` matches no node and no group', writeName],
  ['~x', '`~x` matches no node and no group', writeName],
  ['!', '`` matches no node and no group', writeName],
  ['a:22', '`a` matches no node and no group', writeName],
  [',', 'the pattern names no node', 'write a name, or `all`'],
  ['rack1:&rack2', 'the pattern leaves no node', expect.stringContaining('--list-hosts')],
  ['!all', 'the pattern leaves no node', expect.stringContaining('--list-hosts')],
  ['~(', '`~(` is not a regular expression: Unterminated group', expect.any(String)],
  ['~)|(', "`~)|(` is not a regular expression: Unmatched ')'", expect.any(String)],
  ['web[3]', '`web[3]` is outside: `web` has 3 nodes', expect.stringContaining('starts at 0')],
  ['rack2[1:0]', '`rack2[1:0]` is outside: `rack2` has 1 node', expect.any(String)],
  [
    'micro[01:09]',
    '`micro[01:09]` has `micro04` in it, and neither a node nor a group is called so',
    expect.any(String),
  ],
  ['micro[02:01]', 'the range `[02:01]` ends before it begins', expect.any(String)],
  [
    'micro[01-03]',
    '`micro[01-03]` matches no node and no group',
    'write a range as `micro[01:03]`',
  ],
  ['@nodes.txt', '`@nodes.txt` matches no node and no group', 'only --limit takes a file'],
])('%s is refused', (pattern, cause, instead) => {
  const refused = chosen(pattern);
  expect(refused.ok ? refused : refused.error[0]).toEqual({ kind: 'usage', cause, instead });
});

test('every part that names nothing is told, at its place', () => {
  const place = { file: 'play.yaml', line: 2, column: 10 };
  const refused = select(inventory, itemsOf('x,micro01,y', place));
  const problem = { kind: 'invalid-input', place, instead: writeName };
  expect(refused).toEqual({
    ok: false,
    error: ['x', 'y'].map((name) => ({
      ...problem,
      cause: `\`${name}\` matches no node and no group`,
    })),
  });
});

describe('the parts of a pattern', () => {
  test.each([
    ['2001:db8::1', ['2001:db8::1']],
    ['!2001:db8::1', ['!2001:db8::1']],
    ['2001:db8::1,!2001:db8::2', ['2001:db8::1', '!2001:db8::2']],
    ['a:!b,c', ['a:!b', 'c']],
    ['web[0:2]:db[1:]', ['web[0:2]', 'db[1:]']],
    ['~(?:a|b){1,2},c', ['~(?:a|b){1,2}', 'c']],
    [':,: ', [':', ':']],
  ])('%s', (pattern, parts) => {
    expect(itemsOf(pattern, null).map(({ text }) => text)).toEqual(parts);
  });
});

test('a regular expression that would try for years is given a second', () => {
  const nodes = goodInventory(`nodes: { ${'a'.repeat(60)}b: }`);
  const refused = chosen('~(a|a)*$', nodes);
  expect(refused.ok ? [] : refused.error).toMatchObject([
    { cause: '`~(a|a)*$` takes longer than a second to compare' },
  ]);
});

test('a range of a billion names is a slip', () => {
  const refused = chosen('micro0[1:999999999]');
  expect(refused.ok ? [] : refused.error).toMatchObject([
    { cause: expect.stringContaining('makes more than 20000 hosts') },
  ]);
});

describe('globs', () => {
  test.each([
    ['a*c', 'abbc', true],
    ['a*c', 'abcd', false],
    ['**', '', true],
    ['?', '', false],
    ['a.c', 'abc', false],
    ['[z-a]', 'b', false],
    ['[a', '[a', true],
    ['[]]', ']', true],
    ['[!]]', ']', false],
    ['a+', 'aa', false],
  ])('%s on %s: %s', (glob, name, fits) => {
    expect(globOf(glob)(name)).toBe(fits);
  });

  test('many stars cost no more than their length', () => {
    expect(globOf(`${'*a'.repeat(100)}b`)('a'.repeat(253))).toBe(false);
  });
});
