import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadInventory } from '../../../src/input/load.ts';

const page = readFileSync(new URL('../../../docs/inventory.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```(yaml|ini)\n([^]*?)```/g)].map(([, form = '', text = '']) => [
  form,
  text,
]);

test('there is an example of each form', () => {
  expect(blocks.map(([form]) => form)).toEqual(['yaml', 'yaml', 'ini']);
});

test.each(blocks)('the example can be read: %s %#', async (form = '', text = '') => {
  const file = join(mkdtempSync(join(tmpdir(), 'docs-')), `inventory.${form}`);
  writeFileSync(file, text);
  const loaded = await loadInventory(file, { home: '/home/me' });
  expect(loaded.ok ? [] : loaded.error).toEqual([]);
});
