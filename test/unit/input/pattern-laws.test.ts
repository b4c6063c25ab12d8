import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsOf } from '../../../src/input/pattern-items.ts';
import { select } from '../../../src/input/patterns.ts';
import { goodInventory } from './support.ts';

const names = ['a1', 'a2', 'b1', 'b2', 'b3'];
const groups = { g: ['a1', 'b1'], h: ['b3', 'b2', 'a1'], e: ['b2'] };
const written = Object.entries(groups).map(
  ([name, nodes]) => `${name}: { nodes: [${nodes.join()}] }`,
);
const inventory = goodInventory(`groups: { ${written.join()} }\nnodes: { ${names.join(': , ')}: }`);

/** What each part means, said in another way than the program does. */
const meanings: Readonly<Record<string, readonly string[]>> = {
  ...groups,
  ...Object.fromEntries(names.map((name) => [name, [name]])),
  all: names,
  'a*': ['a1', 'a2'],
  '?1': ['a1', 'b1'],
  '[!b]?': ['a1', 'a2'],
  '~b[12]': ['b1', 'b2'],
  '~(g|e)$': ['a1', 'b1', 'b2'],
  'b[1:3]': ['b1', 'b2', 'b3'],
  'h[0]': ['a1'],
  'h[1:]': ['b2', 'b3'],
};

const part = fc.tuple(fc.constantFrom('', '', '&', '!'), fc.constantFrom(...Object.keys(meanings)));
const pattern = fc.tuple(
  fc.array(part, { minLength: 1, maxLength: 5 }),
  fc.constantFrom(',', ':', ' , '),
);

/** Union, then intersection, then difference: sets as a school book has them. */
function model(parts: readonly (readonly [string, string])[]): readonly string[] {
  const of = (sign: string) =>
    parts.filter(([own]) => own === sign).map(([, name]) => new Set(meanings[name]));
  const union = of('').flatMap((set) => [...set]);
  let set = new Set(of('').length === 0 ? names : union);
  for (const other of of('&')) set = new Set([...set].filter((name) => other.has(name)));
  for (const other of of('!')) for (const name of other) set.delete(name);
  return names.filter((name) => set.has(name));
}

test('patterns mean what sets mean', () => {
  fc.assert(
    fc.property(pattern, ([parts, separator]) => {
      const text = parts.map((words) => words.join('')).join(separator);
      const chosen = select(inventory, itemsOf(text, null));
      expect(chosen.ok ? chosen.value : []).toEqual(model(parts));
    }),
    { numRuns: 350 },
  );
});

test('no pattern makes an exception, and all that is chosen is there', () => {
  const characters = fc.constantFrom(...'ab12gh[]():,&!~*?-@{}| \\'.split(''));
  const anything = fc.array(characters, { maxLength: 12 });
  fc.assert(
    fc.property(anything, (parts) => {
      const chosen = select(inventory, itemsOf(parts.join(''), null));
      const strangers = chosen.ok ? chosen.value.filter((name) => !names.includes(name)) : [];
      expect(strangers).toEqual([]);
      expect(chosen.ok ? chosen.value : chosen.error).not.toEqual([]);
    }),
    { numRuns: 350 },
  );
});
