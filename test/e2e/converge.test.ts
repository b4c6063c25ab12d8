import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';

describeLab('a fleet of three real nodes', () => {
  let lab: Lab;
  let fresh: readonly Readonly<Record<string, string>>[];
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
    fresh = await Promise.all(lab.nodes.map((node) => node.externalIds()));
  });
  afterAll(() => lab.down());

  /** No test begins with what another one left. */
  beforeEach(async () => {
    for (const [at, node] of lab.nodes.entries()) {
      const all = Object.entries(fresh[at] ?? {});
      const pairs = all.map(([key, value]) => `external_ids:${key}=${JSON.stringify(value)}`);
      const row = ['Open_vSwitch', '.'];
      await node.vsctl('clear', ...row, 'external_ids', '--', 'set', ...row, ...pairs);
    }
  });

  const converged = async () =>
    expect(await mcreconcile(['apply', lab.inventory])).toMatchObject({ exit: 0 });

  /** Somebody puts the second node back by hand. */
  const drifted = async () => {
    await converged();
    const [, second] = lab.nodes;
    const back = `external_ids:ovn-encap-ip=${second?.management}`;
    await second?.vsctl('set', 'Open_vSwitch', '.', back);
    return second;
  };

  const encapIps = () =>
    Promise.all(
      lab.nodes.map((node) => node.vsctl('get', 'Open_vSwitch', '.', 'external_ids:ovn-encap-ip')),
    );

  test('plan shows what apply would do, exits 2, and leaves every byte as it was', async () => {
    const before = await databases(lab);
    const { exit, stdout } = await mcreconcile(['plan', lab.inventory]);
    expect(exit).toBe(2);
    for (const { management, underlay } of lab.nodes) {
      expect(stdout).toContain(`~ external_ids:ovn-encap-ip  ${management} -> ${underlay}`);
    }
    expect(await databases(lab)).toEqual(before);
  });

  test('apply --check is a plan', async () => {
    const before = await databases(lab);
    expect((await mcreconcile(['apply', '--check', lab.inventory])).exit).toBe(2);
    expect(await databases(lab)).toEqual(before);
  });

  test('apply converges every node', async () => {
    const { exit, stdout, stderr } = await mcreconcile(['apply', '--diff', lab.inventory]);
    expect(stderr).toMatch(
      /^moving 3 endpoints synchronised in 2 stages; a node without contact reverts after 120 s\n$/,
    );
    expect(stdout).toContain('3 nodes: 3 changed.');
    expect(exit).toBe(0);
    expect(await encapIps()).toEqual(lab.nodes.map(({ underlay }) => `"${underlay}"`));
  });

  test('what an operator entered among the neighbours by hand stays', async () => {
    const [first, second] = lab.nodes;
    const byHand = `${second?.underlay} dev ${first?.nics.underlay}`;
    await first?.sh(`ping -n -q -c 1 ${second?.underlay}`);
    await first?.sh(`ip neigh change ${byHand} nud permanent`);
    await converged();
    expect(await first?.sh(`ip neigh show ${second?.underlay}`)).toContain('PERMANENT');
    await first?.sh(`ip neigh del ${byHand}`);
  });

  test('a second apply changes nothing, byte for byte', async () => {
    await converged();
    const before = await databases(lab);
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '-o', 'json']);
    expect(exit).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ result: 'in-sync', summary: { nodes: 3, ok: 3, changed: 0 } });
    expect(await databases(lab)).toEqual(before);
  });

  test('check is silent while all is in sync', async () => {
    await converged();
    expect(await mcreconcile(['check', lab.inventory])).toEqual({
      exit: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('check notices what somebody changed by hand: node, key, before, after', async () => {
    const second = await drifted();
    const { exit, stdout } = await mcreconcile(['check', lab.inventory, '-o', 'json']);
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'mcreconcile.report/1',
      command: 'check',
      result: 'drift',
      exit: 2,
      summary: { nodes: 3, ok: 2, drift: 1 },
      nodes: [
        { name: 'micro01', status: 'ok', changes: [] },
        {
          name: 'micro02',
          address: second?.management,
          status: 'drift',
          changes: [
            {
              table: 'Open_vSwitch',
              column: 'external_ids',
              key: 'ovn-encap-ip',
              before: second?.management,
              after: second?.underlay,
            },
          ],
          problems: [{ kind: 'tunnels-not-applicable', severity: 'note' }],
        },
        { name: 'micro03', status: 'ok', changes: [] },
      ],
    });
  });

  test('check --limit judges the chosen nodes only', async () => {
    await drifted();
    expect((await mcreconcile(['check', lab.inventory, '-l', 'micro01,micro03'])).exit).toBe(0);
    expect((await mcreconcile(['check', lab.inventory, '-l', 'micro0[2-3]'])).exit).toBe(2);
  });

  test('the next apply mends it, and what nobody declared is still there', async () => {
    const second = await drifted();
    await second?.vsctl('set', 'Open_vSwitch', '.', 'external_ids:foreign="a,b"');
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory]);
    expect(exit).toBe(0);
    expect(stdout).toContain('3 nodes: 2 ok, 1 changed.');
    expect(await second?.externalIds()).toMatchObject({
      foreign: 'a,b',
      'ovn-encap-ip': second?.underlay,
      'system-id': 'micro02',
    });
  });

  test('facts shows NICs, addresses, versions and keys', async () => {
    const { exit, stdout } = await mcreconcile(['facts', lab.inventory, '-l', 'micro01']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/eth1 +up +1500 +198\.19\.\d+\.11\/24/);
    expect(stdout).toMatch(/Open vSwitch \d+\.\d+\.\d+ \(\/usr\/bin\/ovs-vsctl\)/);
    expect(stdout).toMatch(/external_ids:ovn-encap-ip +198\.18\.\d+\.11/);
  });

  test('no process of ours stays on a node', async () => {
    await converged();
    const processes = await lab.nodes[0]?.sh('cat /proc/[0-9]*/comm | sort -u');
    expect(processes?.split('\n')).not.toContain('ovs-vsctl');
    expect(await lab.nodes[0]?.sh('ss -Htn state established | wc -l')).toBe('0');
  });
});
