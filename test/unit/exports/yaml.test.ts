import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Tree, yamlOf } from '../../../src/exports/yaml.ts';

// Each means something else to one YAML or another.
const awkward = fc.constantFrom(
  'yes',
  'on',
  'n',
  'null',
  '~',
  '',
  '1:30',
  '0o7',
  '012',
  '1_000',
  '1e3',
  '.5',
  '0x10',
  '2026-01-01',
  '=',
  '<<',
  '- a',
  'a: b',
  '# x',
  '!x',
  '*x',
  '&x',
  '{',
  '[a]',
  '@',
  '%x',
  '198.19.0.11',
  '198.19.0.11/16',
  '2001:db8::1',
  '::1',
  '1.2',
  '/root/.ssh/id',
  'a\nb',
  '\u0085',
  '\u2028',
  '\ufeff',
  'größe',
  '😀',
  '"',
  "'",
  '\\',
  '\0',
);
const text = fc.oneof(awkward, fc.string({ unit: 'binary' }), fc.string());

test.each(['1.1', '1.2'] as const)('texts come back from YAML %s as they were', (version) => {
  const entries = fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key, minLength: 1 });
  fc.assert(
    fc.property(entries, (pairs) => {
      const tree = new Map<string, Tree>([
        ['map', new Map(pairs)],
        ['list', [new Map(pairs)]],
      ]);
      expect(parse(yamlOf(tree), { version, mapAsMap: true, merge: false })).toEqual(tree);
    }),
    { numRuns: 350 },
  );
});

test('what needs no quotes has none', () => {
  const map = new Map<string, string | number | null>([
    ['name', 'micro01'],
    ['ip', '198.19.0.11/16'],
    ['port', 22],
    ['key', '/root/.ssh/id_ed25519'],
    ['nothing', null],
    ['yes', '1500'],
  ]);
  expect(yamlOf(map)).toBe(
    'name: micro01\nip: 198.19.0.11/16\nport: 22\nkey: /root/.ssh/id_ed25519\nnothing:\n"yes": "1500"\n',
  );
});
