import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capture, geneve } from '../lab/capture.ts';
import { dropPackets } from '../lab/faults.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { everyDirection, measureLoss } from '../lab/loss.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { eventually } from './hazards/eventually.ts';
import { alwaysOwnSource, ovnVersion } from '../support/ovn-version.ts';

describeLab('a fleet with OVN', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3, ovn: true });
  });
  afterAll(() => lab.down());

  /** Geneve packets on the wires of the first node while the workloads ping each other. */
  async function geneveSeen() {
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('the lab is empty');
    const management = await capture(lab, node, 'management', geneve);
    const underlay = await capture(lab, node, 'underlay', geneve);
    const [first, ...others] = lab.workloads;
    for (const other of others) {
      expect(await first?.ping(other, { count: 20 })).toMatchObject({ lost: 0 });
    }
    return { management: await management.stop(), underlay: await underlay.stop() };
  }

  /** The shipped playbook, but with less patience. */
  async function impatient(): Promise<string> {
    const text = await readFile('playbooks/underlay.yaml', 'utf8');
    const file = join(lab.dir, 'impatient.yaml');
    await writeFile(file, text.replace('timeout: 30', 'timeout: 8'));
    return file;
  }

  test('sends its Geneve packets over the management NIC before apply', async () => {
    const seen = await geneveSeen();
    expect(seen.management).toBeGreaterThanOrEqual(40);
    expect(seen.underlay).toBe(0);
  });

  test('is moved by apply, source addresses of its tunnels included', async () => {
    const { exit, stdout } = await mcreconcile(['apply', '--diff', lab.inventory]);
    const sources = (await ovnVersion(lab)) < alwaysOwnSource ? 'true' : undefined;
    expect(stdout.includes('+ external_ids:ovn-set-local-ip  true')).toBe(sources === 'true');
    expect(stdout).toContain('3 nodes: 3 changed.');
    expect(exit).toBe(0);
    for (const node of lab.nodes) {
      const keys = await node.externalIds();
      expect([keys['ovn-encap-ip'], keys['ovn-set-local-ip']]).toEqual([node.underlay, sources]);
    }
  });

  test('sends them over the underlay NIC after it, and nothing over the other', async () => {
    await waitForTunnels(lab);
    const seen = await geneveSeen();
    expect(seen.underlay).toBeGreaterThanOrEqual(40);
    expect(seen.management).toBe(0);
  });

  test('is in sync then: a second apply runs no write', async () => {
    const before = await Promise.all(lab.nodes.map((node) => node.externalIds()));
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory]);
    expect(stdout).toContain('3 nodes: 3 ok.');
    expect(exit).toBe(0);
    expect(await Promise.all(lab.nodes.map((node) => node.externalIds()))).toEqual(before);
  });

  test('passes check and audit while all tunnels stand', async () => {
    for (const playbook of ['underlay', 'audit']) {
      const args = ['check', lab.inventory, '--playbook', playbook];
      expect(await mcreconcile(args)).toEqual({ exit: 0, stdout: '', stderr: '' });
    }
  });

  test('is put back where UDP 6081 is cut, though ovn-controller stays connected', async () => {
    const [first, second] = lab.nodes;
    if (first === undefined || second === undefined) throw new Error('the lab is too small');
    await first.vsctl('set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${first.management}`);
    await waitForTunnels(lab);
    const undo = await dropPackets(lab, {
      on: 'underlay',
      from: first,
      to: second,
      matching: 'udp dport 6081',
    });
    const traffic = measureLoss(everyDirection(lab.workloads));
    try {
      const args = ['apply', lab.inventory, '--playbook', await impatient(), '-o', 'json'];
      const { exit, stdout } = await mcreconcile(args);
      expect(exit).toBe(8);
      const { nodes } = JSON.parse(stdout);
      const summary = expect.stringContaining('micro02 receives nothing');
      const oneWay = { kind: 'tunnel-one-way', severity: 'error', summary };
      expect(nodes[0].problems).toContainEqual(expect.objectContaining(oneWay));
      const status = 'ovn-appctl -t ovn-controller connection-status';
      expect(await first.sh(status)).toBe('connected');
      expect(await first.externalIds()).toMatchObject({ 'ovn-encap-ip': first.management });
    } finally {
      await (await traffic).stop();
      await undo();
    }
  });

  test('shows the running ovn-controller in its facts', async () => {
    // After a cut, OVS may need minutes to say the way of a tunnel again; packets pass all the same.
    await eventually('the tunnels', async () => {
      const { stdout } = await mcreconcile(['facts', lab.inventory, '-l', 'micro01']);
      const isThere =
        /micro02 +198\.\d+\.\d+\.12 .* (br-(phys|mgt)|no route) +[1-9]\d* in, \d+ out/.test(stdout);
      return isThere ? null : stdout;
    });
    const { stdout } = await mcreconcile(['facts', lab.inventory, '-l', 'micro01']);
    expect(stdout).toMatch(/OVN \d+\.\d+\.\d+/);
    expect(stdout).toContain('system-id micro01');
  });

  test('tells in its facts which key counts, and where it comes from', async () => {
    const [, , third] = lab.nodes;
    if (third === undefined) throw new Error('the lab is too small');
    const key = 'external_ids:ovn-encap-ip-micro03';
    await third.vsctl('set', 'Open_vSwitch', '.', `${key}=${third.underlay}`);
    const args = ['facts', lab.inventory, '-l', 'micro03'];
    const { stdout } = await mcreconcile(args);
    expect(stdout).toContain('system-id micro03 (external_ids:system-id)');
    expect(stdout).toMatch(/external_ids:ovn-encap-ip +198\.19\.\d+\.13 +overridden/);
    expect(stdout).toMatch(/external_ids:ovn-encap-ip-micro03 +198\.19\.\d+\.13 +in force/);
    const { nodes } = JSON.parse((await mcreconcile([...args, '-o', 'json'])).stdout);
    expect(nodes[0].facts.effective).toContainEqual({
      key: 'ovn-encap-ip',
      value: third.underlay,
      source: key,
    });
    await third.vsctl('remove', 'Open_vSwitch', '.', 'external_ids', 'ovn-encap-ip-micro03');
  });
});
