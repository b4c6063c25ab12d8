import { describe, expect, test } from 'vitest';
import { globOf } from '../../../src/input/glob.ts';
import { select } from '../../../src/input/patterns.ts';
import { goodInventory } from './support.ts';

const inventory = goodInventory(`
groups: { rack1: { nodes: [micro02, micro01] }, rack2: { nodes: [micro03] } }
nodes: { micro03: , micro01: , micro02: , other: }`);

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
])('%s', (pattern, names) => {
  expect(select(inventory, pattern)).toEqual({ ok: true, value: names });
});

test.each([
  ['mirco01', '`mirco01` matches no node and no group', 'did you mean `micro01`?'],
  [
    'micro01,x*',
    '`x*` matches no node and no group',
    'write the name of a node or of a group, or `all`',
  ],
  [
    '!rack1',
    '`!rack1` matches no node and no group',
    'write names and globs: `&`, `!` and `~` are not understood yet',
  ],
  [',', 'the pattern names no node', 'write a name, or `all`'],
])('%s is refused', (pattern, cause, instead) => {
  expect(select(inventory, pattern)).toEqual({
    ok: false,
    error: { kind: 'usage', cause, instead },
  });
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
