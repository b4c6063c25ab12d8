import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readExtraVars } from '../../../src/input/extra-vars.ts';

const folder = mkdtempSync(join(tmpdir(), 'vars-'));

function file(text: string): string {
  const path = join(folder, 'vars.yaml');
  writeFileSync(path, text);
  return path;
}

test.each([
  [['a=1'], { a: '1' }],
  [['a=1 b="x y"', "c='=' d="], { a: '1', b: 'x y', c: '=', d: '' }],
  [['a=http://x?y=z'], { a: 'http://x?y=z' }],
  [['a=0x10'], { a: '0x10' }],
  [['{"a": 1, "b": true}'], { a: '1', b: 'true' }],
  [['{a: x, b: "0x10"}'], { a: 'x', b: '0x10' }],
  [['a=1', '{"a": 2}', 'a=3'], { a: '3' }],
  [
    ['__proto__=1 constructor=2'],
    Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]),
  ],
  [[], {}],
])('%j', async (words, value) => {
  expect(await readExtraVars(words)).toEqual({ ok: true, value });
});

test('@file is a map, x- keys are for anchors', async () => {
  const path = file('x-a: &a 5\na: *a\nb: yes\n');
  expect(await readExtraVars([`@${path}`])).toEqual({ ok: true, value: { a: '5', b: 'yes' } });
});

test.each([
  ['a', '--extra-vars: `a` sets no variable'],
  ['a=1 b', '--extra-vars: `b` sets no variable'],
  ['', '--extra-vars: `` sets no variable'],
  ['1a=x', '--extra-vars: `1a` cannot be the name of a variable'],
  ['underlay_ip=x', '--extra-vars: `underlay_ip` is built in and cannot be set'],
  ['{"name": "x"}', '--extra-vars: `name` is built in and cannot be set'],
  ['{"a": [1]}', '--extra-vars: `a` is a list, not a single value'],
  ['{"a-b": 1}', '--extra-vars: `a-b` cannot be a name here'],
  ['{a: 0x10}', '--extra-vars: `0x10` would be read as the number 16'],
  ['{"a": ', expect.stringMatching(/^--extra-vars: /)],
])('%s is a mistake of the command line', async (word, cause) => {
  const read = await readExtraVars([word]);
  expect(read.ok ? [] : read.error).toMatchObject([{ kind: 'usage', cause }]);
});

test('what is wrong in a file is told at its place, all of it', async () => {
  const path = file('a: [1]\nsystem_id: x\n');
  const read = await readExtraVars([`@${path}`, '@/nonexistent']);
  expect(read.ok ? [] : read.error).toMatchObject([
    { kind: 'invalid-input', place: { file: path, line: 1, column: 4 } },
    { kind: 'invalid-input', place: { file: path, line: 2, column: 1 } },
    { kind: 'file-unreadable', file: '/nonexistent' },
  ]);
});
