import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadInventory } from '../../../src/input/load.ts';
import { lines, pathTo } from './support.ts';

const folder = pathTo('../../fixtures/input/');

// A case is a folder: inventory.yaml, and expected.txt with one line for each problem.
describe.each(readdirSync(folder).filter((name) => existsSync(`${folder}${name}/inventory.yaml`)))(
  '%s',
  (name) => {
    test('says what is wrong, where, and what to write instead', async () => {
      const loaded = await loadInventory(`${folder}${name}/inventory.yaml`, { home: '/home/me' });
      const actual = lines(loaded.ok ? [] : loaded.error);
      const golden = `${folder}${name}/expected.txt`;
      if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(golden, actual);
      expect(actual).toBe(readFileSync(golden, 'utf8'));
    });
  },
);
