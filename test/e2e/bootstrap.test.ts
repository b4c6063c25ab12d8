import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kill, restart } from '../lab/daemons.ts';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab, inventoryWith } from '../support/lab.ts';

const noKeys = ['clear', 'Open_vSwitch', '.', 'external_ids'];

function nodeOf(lab: Lab, at: number): LabNode {
  const node = lab.nodes[at];
  if (node === undefined) throw new Error(`no node ${at}`);
  return node;
}

/** The arguments that set up chassis with this inventory. */
function bootstrap(command: string, inventory: string, remote: string): string[] {
  return [command, inventory, '--playbook', 'bootstrap', '-e', `ovn_remote=${remote}`];
}

/** The transactions on external_ids that the node's database has recorded. */
async function transactions(node: LabNode): Promise<readonly string[]> {
  const records = (await node.database()).split(/^OVSDB JSON .*$/m);
  return records.filter((record) => record.includes('"external_ids"'));
}

describeLab('bare Open vSwitch hosts', () => {
  const remote = 'tcp:198.18.0.253:6642';
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
    await Promise.all(lab.nodes.map((node) => node.vsctl(...noKeys)));
  });
  afterAll(() => lab.down());

  test('become chassis by one transaction each: their own system-id, the declared one, their name', async () => {
    const [second, third] = [nodeOf(lab, 1), nodeOf(lab, 2)];
    await second.vsctl('set', 'Open_vSwitch', '.', 'external_ids:system-id=5cf7-own');
    const address = `address: ${third.management}`;
    const inventory = await inventoryWith(lab, address, `system_id: declared, ${address}`);
    const before = await Promise.all(lab.nodes.map(transactions));
    const { exit, stdout } = await mcreconcile(bootstrap('apply', inventory, remote));
    expect(stdout).toContain('3 nodes: 3 changed.');
    expect(exit).toBe(0);
    for (const [at, systemId] of ['micro01', '5cf7-own', 'declared'].entries()) {
      // Below OVN 24.09 it comes with every endpoint.
      const { 'ovn-set-local-ip': _source, ...keys } = await nodeOf(lab, at).externalIds();
      expect(keys).toEqual({
        'system-id': systemId,
        'ovn-remote': remote,
        'ovn-encap-type': 'geneve',
        'ovn-encap-ip': nodeOf(lab, at).underlay,
      });
      const since = (await transactions(nodeOf(lab, at))).slice(before[at]?.length);
      expect(since).toHaveLength(1);
    }
    const written = await databases(lab);
    const again = await mcreconcile(bootstrap('apply', inventory, remote));
    expect(again.stdout).toContain('3 nodes: 3 ok.');
    expect(again.exit).toBe(0);
    expect(await databases(lab)).toEqual(written);
  });

  test('keep their system-id from then on, unless the user says otherwise', async () => {
    const address = `address: ${nodeOf(lab, 1).management}`;
    const inventory = await inventoryWith(lab, address, `system_id: other, ${address}`);
    const before = await databases(lab);
    const args = bootstrap('apply', inventory, remote);
    const { exit, stdout } = await mcreconcile(args);
    expect(stdout).toContain('the inventory says system-id other, the node says 5cf7-own');
    expect(exit).toBe(1);
    expect(await databases(lab)).toEqual(before);
    const allowed = await mcreconcile([...args, '--allow', 'system-id-mismatch']);
    expect(allowed.exit).toBe(0);
    expect(await nodeOf(lab, 1).externalIds()).toMatchObject({ 'system-id': 'other' });
  });

  test('are bare again after a rollback, the declared system-id included', async () => {
    await Promise.all(lab.nodes.map((node) => node.vsctl(...noKeys)));
    const address = `address: ${nodeOf(lab, 0).management}`;
    const inventory = await inventoryWith(lab, address, `system_id: declared, ${address}`);
    expect((await mcreconcile(bootstrap('apply', inventory, remote))).exit).toBe(0);
    const { exit, stdout } = await mcreconcile(['rollback']);
    expect(stdout).toContain('3 nodes: 3 changed.');
    expect(exit).toBe(0);
    for (const node of lab.nodes) expect(await node.externalIds()).toEqual({});
  });

  test('stay on their management address where the inventory names no underlay at all', async () => {
    const text = await readFile(lab.inventory, 'utf8');
    const inventory = join(lab.dir, 'without-underlay.yaml');
    await writeFile(inventory, text.replaceAll(/, underlay: \{[^}]*\}/g, ''));
    const { exit } = await mcreconcile(bootstrap('apply', inventory, remote));
    expect(exit).toBe(0);
    for (const node of lab.nodes) {
      expect(await node.externalIds()).toMatchObject({ 'ovn-encap-ip': node.management });
    }
    expect((await mcreconcile(['plan', inventory])).exit).toBe(65);
  });
});

describeLab('a host with OVN', () => {
  let lab: Lab;
  let remote: string;
  beforeAll(async () => {
    lab = await startLab({ nodes: 2, ovn: true });
    remote = (await nodeOf(lab, 0).externalIds())['ovn-remote'] ?? '';
  });
  afterAll(() => lab.down());

  test('keeps its system-id while its ovn-controller runs, even without a database', async () => {
    const address = `address: ${nodeOf(lab, 1).management}`;
    const inventory = await inventoryWith(lab, address, `system_id: other, ${address}`);
    await nodeOf(lab, 1).vsctl('remove', 'Open_vSwitch', '.', 'external_ids', 'ovn-remote');
    const { exit, stdout } = await mcreconcile(bootstrap('apply', inventory, remote));
    expect(stdout).toContain('the inventory says system-id other, the node says micro02');
    expect(exit).toBe(1);
    expect(await nodeOf(lab, 1).externalIds()).toMatchObject({ 'system-id': 'micro02' });
  });

  test('joins OVN anew after everything that it was told is gone', async () => {
    expect((await mcreconcile(bootstrap('apply', lab.inventory, remote))).exit).toBe(0);
    const node = nodeOf(lab, 1);
    await kill(node, 'ovn-controller');
    await node.vsctl(...noKeys);
    await node.vsctl('set', 'Open_vSwitch', '.', 'external_ids:ovn-bridge-datapath-type=netdev');
    await lab.central?.sh(`ovn-sbctl chassis-del ${node.name}`);
    const { exit, stdout } = await mcreconcile(bootstrap('apply', lab.inventory, remote));
    expect(stdout).toContain('2 nodes: 1 ok, 1 changed.');
    expect(exit).toBe(0);
    await restart(node, 'ovn-controller');
    const registered = `wait-until Chassis ${node.name} name=${node.name}`;
    await lab.central?.sh(`ovn-sbctl --timeout=20 ${registered}`);
    await waitForTunnels(lab);
    expect((await mcreconcile(['check', lab.inventory])).exit).toBe(0);
  });
});
