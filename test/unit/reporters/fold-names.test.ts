import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldNames } from '../../../src/reporters/fold-names.ts';

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
