import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsOf } from '../../../src/input/pattern-items.ts';
import { select } from '../../../src/input/patterns.ts';
import { foldNames } from '../../../src/model/fold-names.ts';
import { limitPattern } from '../../../src/reporters/limit-pattern.ts';
import { spec } from '../../support/builders.ts';

test.each([
  [['micro01'], 'micro01'],
  [['micro01', 'micro02', 'micro03', 'micro05'], 'micro[01-03,05]'],
  [['db', 'micro9', 'micro10'], 'db, micro9, micro10'],
  [['r1-n1.x', 'r1-n2.x', 'r2-n1.x'], 'r1-n[1-2].x, r2-n1.x'],
  [['n3', 'n1', 'n2'], 'n[1-3]'],
  [['99999999999999999998', '99999999999999999999'], '[99999999999999999998-99999999999999999999]'],
])('%j is %s', (names, folded) => {
  expect(foldNames(names)).toBe(folded);
});

test('unfolded, it is the same set of names', () => {
  const name = fc
    .tuple(fc.constantFrom('a', 'b-', 'x1y'), fc.nat(30), fc.constantFrom('', 'z'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
      expect(unfold(foldNames(names)).toSorted()).toEqual(names.toSorted());
    }),
  );
});

const upTo = (count: number) =>
  Array.from({ length: count }, (_, at) => `micro${String(at + 1).padStart(3, '0')}`);

test.each([
  [['micro01'], 'micro01'],
  [['micro01', 'micro02'], 'micro01,micro02'],
  [['micro08', 'micro09', 'micro10', 'db'], 'micro0[8-9],micro10,db'],
  [upTo(500), 'micro00[1-9],micro0[1-9][0-9],micro[1-4][0-9][0-9],micro500'],
  [upTo(57).slice(40), 'micro04[1-9],micro05[0-7]'],
  [['r1-n1.x', 'r1-n2.x', 'r1-n3.x', 'r2-n1.x'], 'r1-n[1-3].x,r2-n1.x'],
])('of %j the pattern is %s', (names, pattern) => {
  expect(limitPattern(names)).toBe(pattern);
});

test('--limit takes the pattern for just these nodes, whatever others and groups there are', () => {
  const prefix = fc.constantFrom('a', 'a-', 'x1y', '');
  const number = fc.oneof(fc.nat(30), fc.integer({ min: 95, max: 130 }));
  const name = fc
    .tuple(prefix, number, fc.nat(3), fc.constantFrom('', 'z'))
    .map(([head, digits, width, tail]) => head + String(digits).padStart(width, '0') + tail);
  // Such as could pass for the beginning of a range, and no node's name.
  const group = fc.constantFrom('a', 'a-', 'x1y', 'a0', 'a1', 'ax', '1');
  const fleet = fc.dictionary(name, fc.record({ group, failed: fc.boolean() }), { minKeys: 1 });
  fc.assert(
    fc.property(fleet, (nodes) => {
      const specs = Object.entries(nodes).map(([name, { group }]) =>
        spec(1, { name, groups: group in nodes ? [] : [group] }),
      );
      const failed = specs.map(({ name }) => name).filter((name) => nodes[name]?.failed === true);
      fc.pre(failed.length > 0);
      const items = itemsOf(limitPattern(failed), null);
      const selected = select({ file: 'inventory.yaml', nodes: specs }, items);
      expect(selected).toEqual({ ok: true, value: failed });
    }),
    { numRuns: 700 },
  );
});

function unfold(text: string): readonly string[] {
  return text.split(', ').flatMap((part) => {
    const [, prefix = '', list, suffix = ''] = /^(.*)\[(.+)\](.*)$/.exec(part) ?? [];
    return list === undefined
      ? [part]
      : list.split(',').flatMap((range) => numbers(range).map((n) => prefix + n + suffix));
  });
}

function numbers(range: string): readonly string[] {
  const [from = '', to = from] = range.split('-');
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) =>
    String(Number(from) + at).padStart(from.length, '0'),
  );
}
