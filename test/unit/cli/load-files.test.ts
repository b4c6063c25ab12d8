import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { limited } from '../../../src/cli/load-files.ts';
import { goodInventory } from '../input/support.ts';

const inventory = goodInventory(
  'groups: { rack1: { nodes: [micro01, micro02] } }\nnodes: { micro01: , micro02: , micro03: }',
);
const folder = mkdtempSync(join(tmpdir(), 'limit-'));

function file(text: string): string {
  const path = join(folder, 'limit.txt');
  writeFileSync(path, text);
  return path;
}

test('@file stands for its lines', async () => {
  const limit = `@${file('# all that failed\r\n\nmicro03  # the last one\nrack1\n!micro02\n')}`;
  expect(await limited(inventory, { limit })).toEqual({ ok: true, value: ['micro01', 'micro03'] });
  expect(await limited(inventory, { limit: `${limit},!micro01` })).toMatchObject({
    value: ['micro03'],
  });
});

test('what is wrong in a file is told at its place', async () => {
  const path = file('micro01\n  mirco02\n');
  expect(await limited(inventory, { limit: `@${path}` })).toMatchObject({
    error: [{ kind: 'invalid-input', place: { file: path, line: 2, column: 3 } }],
  });
});

test.each([
  ['@/nonexistent/limit.txt', { kind: 'file-unreadable' }],
  [`@${folder}/empty`, { kind: 'usage', cause: 'the pattern names no node' }],
])('%s is refused', async (limit, problem) => {
  writeFileSync(join(folder, 'empty'), '# nobody\n');
  expect(await limited(inventory, { limit })).toMatchObject({ ok: false, error: [problem] });
});

test('only nodes that the playbook is for', async () => {
  const hosts = ['micro02', 'micro03'];
  expect(await limited(inventory, { limit: 'rack1' }, hosts)).toEqual({
    ok: true,
    value: ['micro02'],
  });
  expect(await limited(inventory, { limit: 'micro01' }, hosts)).toMatchObject({
    error: [{ kind: 'usage', cause: expect.stringContaining('chooses none') }],
  });
});
