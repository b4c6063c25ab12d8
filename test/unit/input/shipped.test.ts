import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { disagreements } from '../../../src/input/agreement.ts';
import { loadInventory, loadPlaybook } from '../../../src/input/load.ts';
import { lines, pathTo } from './support.ts';

const inventories = pathTo('../../../inventory/');
const playbooks = pathTo('../../../playbooks/');

describe.each(readdirSync(inventories))('inventory/%s', (name) => {
  const file = `${inventories}${name}`;

  test('is valid, and fits the playbook that runs by default', async () => {
    const inventory = await loadInventory(file, { home: '/home/me' });
    const play = await loadPlaybook('underlay', { shipped: playbooks });
    if (!inventory.ok || !play.ok) throw new Error(lines(inventory.ok ? [] : inventory.error));
    const hosts = inventory.value.nodes.map((node) => node.name);
    expect(lines(disagreements(play.value, inventory.value, hosts))).toBe('');
  });

  test('says what it is for', () => {
    expect(readFileSync(file, 'utf8')).toMatch(/^# /);
  });
});

test.each(readdirSync(playbooks))('playbooks/%s is valid', async (name) => {
  const play = await loadPlaybook(`${playbooks}${name}`, { shipped: playbooks });
  expect(lines(play.ok ? [] : play.error)).toBe('');
});
