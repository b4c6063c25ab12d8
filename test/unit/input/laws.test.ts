import {
  record,
  string as anyText,
  array,
  assert,
  constantFrom,
  dictionary,
  letrec,
  oneof,
  property,
} from 'fast-check';
import { expect, test } from 'vitest';
import { ansibleYaml } from '../../../src/input/ansible/dialect.ts';
import { draftOfIni } from '../../../src/input/ansible/ini/inventory.ts';
import { readAnsible } from '../../../src/input/ansible/inventory.ts';
import { draftOfYaml } from '../../../src/input/ansible/yaml.ts';
import { readInventory } from '../../../src/input/native/inventory.ts';
import { readPlaybook } from '../../../src/input/playbook.ts';
import { readPreseed } from '../../../src/input/preseed/inventory.ts';
import { recognise } from '../../../src/input/recognise.ts';
import { parseTree, parseYaml } from '../../../src/input/yaml.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import { inventoryOf } from './support.ts';

const words =
  'all children systems [a] [a:vars] a[1:2] a=1 ovn_underlay_ip ansible_host !vault nodes groups defaults underlay ssh ip subnet interface vars x-a micro01 198.19.0.1/16 10.1 false null 1 0e1 << "q" {{ }} name tasks hosts all'.split(
    ' ',
  );
const marks = [
  ': ',
  ':',
  '\n',
  '\n  ',
  '\n    ',
  '- ',
  '{ ',
  ' }',
  '[',
  ']',
  ', ',
  '&a ',
  '*a',
  '!t ',
  '\t',
  '# ',
  '? ',
  '| ',
  '---\n',
  '\u0000',
  '\ud800',
  "'",
];

const yamlish = array(oneof(constantFrom(...words), constantFrom(...marks), anyText()), {
  maxLength: 60,
}).map((parts) => parts.join(''));

// JSON is YAML: shapes that parse and get as far as the schema and the rules.
const key = oneof(constantFrom(...words), anyText());
const { value: shaped } = letrec<{ value: unknown }>((tie) => ({
  value: oneof(
    { maxDepth: 5 },
    oneof(constantFrom<unknown>(...words, false, true, null, 10.1), anyText()),
    array(tie('value'), { maxLength: 4 }),
    dictionary(key, tie('value'), { maxKeys: 5 }),
  ),
}));
const inventoryish = record(
  { nodes: shaped, groups: shaped, defaults: shaped, all: shaped, systems: shaped },
  { requiredKeys: [] },
).map((value) => JSON.stringify(value));

const texts = oneof(yamlish, inventoryish);

function problemsOf(text: string): readonly Problem[] {
  return [...nativeProblems(text), ...foreignProblems(text)];
}

/** Whatever form it has: read as each of the foreign ones. */
function foreignProblems(text: string): readonly Problem[] {
  const expand = (path: string) => path;
  const files = { groups: new Map(), hosts: new Map() };
  const ini = readAnsible(draftOfIni(text, 'f'), files, { file: 'f', expand });
  const document = parseYaml(text, 'f');
  const tree = parseTree(text, 'f', ansibleYaml);
  const preseed = document.ok ? readPreseed(document.value, 'f', expand) : document;
  const ansible = tree.ok
    ? readAnsible(draftOfYaml(tree.value), files, { file: 'f', expand })
    : tree;
  return [ini, preseed, ansible].flatMap((result) => (result.ok ? [] : result.error));
}

function nativeProblems(text: string): readonly Problem[] {
  const document = parseYaml(text, 'f');
  if (!document.ok) return document.error;
  const form = recognise(document.value);
  const inventory = readInventory(document.value, 'f', (path) => path);
  const play = readPlaybook(document.value, 'f');
  return [form, inventory, play].flatMap((result) => (result.ok ? [] : result.error));
}

test('no text makes an exception, and every place is inside the file', () => {
  assert(
    property(texts, (text) => {
      const lines = text.split('\n');
      for (const problem of problemsOf(text)) {
        if (problem.kind !== 'invalid-input') throw new Error(problem.kind);
        const { line, column } = problem.place;
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
        expect(problem.cause).not.toMatch(/undefined|\[object/);
        expect(problem.instead).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: 500 },
  );
});

test('the same text makes the same inventory', () => {
  assert(
    property(texts, (text) => {
      expect(inventoryOf(text)).toEqual(inventoryOf(text));
    }),
    { numRuns: 500 },
  );
});
