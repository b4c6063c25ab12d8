import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExportFormat, exporters } from '../../../src/exports/index.ts';
import { loadInventory } from '../../../src/input/load.ts';
import type { Inventory, NodeSpec } from '../../../src/model/inventory.ts';
import { validInventory } from '../../support/inventory-texts.ts';
import { lines } from '../input/support.ts';

const file = join(mkdtempSync(join(tmpdir(), 'round-trip-')), 'inventory.yaml');

async function load(text: string): Promise<Inventory> {
  writeFileSync(file, text);
  const read = await loadInventory(file, { home: '/home/me' });
  if (!read.ok) throw new Error(`${lines(read.error)}${text}`);
  return read.value;
}

/** The nodes of an inventory that was exported and read again. */
async function again(inventory: Inventory, format: ExportFormat): Promise<readonly NodeSpec[]> {
  return (await load(exporters[format](inventory).text)).nodes;
}

/** What Ansible has a word for. */
function inAnsible({ name, address, connection, ssh, underlay, vars, groups }: NodeSpec) {
  const { ip, interface: nic } = underlay || {};
  // A name that no map of JavaScript should have: it is not read from Ansible's inventories.
  const { __proto__: _proto, ...plain } = Object.fromEntries(Object.entries(vars));
  // OpenSSH's options would take such a path apart; a note says so.
  const { known_hosts: path = '', ...login } = ssh;
  const hosts = /^[\w./+,@~-]+$/.test(path) ? path : '';
  const settings = { ...login, hosts };
  return { name, address, connection, settings, ip, nic, plain, groups: groups.toSorted() };
}

test('Ansible: a round trip loses nothing that it has a word for', async () => {
  await fc.assert(
    fc.asyncProperty(validInventory(), async ({ text }) => {
      const inventory = await load(text);
      const read = await again(inventory, 'ansible');
      const own = read.map((node) => ({
        ...node,
        groups: node.groups.filter((group) => group !== 'ungrouped'),
      }));
      expect(own.map(inAnsible)).toEqual(inventory.nodes.map(inAnsible));
    }),
    { numRuns: 100 },
  );
});

test('a preseed: names always, and what all systems have', async () => {
  await fc.assert(
    fc.asyncProperty(validInventory(), async ({ text }) => {
      const inventory = await load(text);
      // Without its address, such a name is no host.
      fc.pre(inventory.nodes.every(({ name }) => !/^\d+$/.test(name)));
      const read = await again(inventory, 'preseed');
      expect(read.map(({ name }) => name)).toEqual(inventory.nodes.map(({ name }) => name));
    }),
    { numRuns: 100 },
  );
});

test('a preseed: addresses and endpoints with their prefix lengths', async () => {
  const inventory = await load(`
nodes:
  a: { address: 198.18.0.11, underlay: { ip: 198.19.0.11/16 } }
  b: { address: 198.18.0.12, underlay: { ip: 198.19.0.12 } }`);
  const ends = ({ name, address, underlay }: NodeSpec) => ({ name, address, underlay });
  expect((await again(inventory, 'preseed')).map(ends)).toEqual(inventory.nodes.map(ends));
});
