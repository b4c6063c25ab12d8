import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';

describeLab('a fleet of three real nodes', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());

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
      /^moving 3 endpoints (make-before-break in 3|synchronised in 2) stages; a node that is left alone reverts after 120 s\n$/,
    );
    expect(stdout).toContain('3 nodes: 3 changed.');
    expect(exit).toBe(0);
    expect(await encapIps()).toEqual(lab.nodes.map(({ underlay }) => `"${underlay}"`));
  });

  test('a second apply changes nothing, byte for byte', async () => {
    const before = await databases(lab);
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '-o', 'json']);
    expect(exit).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ result: 'in-sync', summary: { nodes: 3, ok: 3, changed: 0 } });
    expect(await databases(lab)).toEqual(before);
  });

  test('check is silent while all is in sync', async () => {
    expect(await mcreconcile(['check', lab.inventory])).toEqual({
      exit: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('check notices what somebody changed by hand: node, key, before, after', async () => {
    const [, second] = lab.nodes;
    await second?.vsctl(
      'set',
      'Open_vSwitch',
      '.',
      `external_ids:ovn-encap-ip=${second.management}`,
    );
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
    expect((await mcreconcile(['check', lab.inventory, '-l', 'micro01,micro03'])).exit).toBe(0);
    expect((await mcreconcile(['check', lab.inventory, '-l', 'micro0[2-3]'])).exit).toBe(2);
  });

  test('the next apply mends it, and what nobody declared is still there', async () => {
    await lab.nodes[1]?.vsctl('set', 'Open_vSwitch', '.', 'external_ids:foreign="a,b"');
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory]);
    expect(exit).toBe(0);
    expect(stdout).toContain('3 nodes: 2 ok, 1 changed.');
    expect(await lab.nodes[1]?.externalIds()).toMatchObject({
      foreign: 'a,b',
      'ovn-encap-ip': lab.nodes[1]?.underlay,
      'system-id': 'micro02',
    });
  });

  test('facts shows NICs, addresses, versions and keys', async () => {
    const { exit, stdout } = await mcreconcile(['facts', lab.inventory, '-l', 'micro01']);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/eth1 +up +1500 +198\.19\.\d+\.11\/24/);
    expect(stdout).toMatch(/Open vSwitch \d+\.\d+\.\d+ \(\/usr\/bin\/ovs-vsctl\)/);
    expect(stdout).toMatch(/external_ids:ovn-encap-ip +198\.19\.\d+\.11/);
  });

  test('no process of ours stays on a node', async () => {
    const processes = await lab.nodes[0]?.sh('cat /proc/[0-9]*/comm | sort -u');
    expect(processes?.split('\n')).not.toContain('ovs-vsctl');
    expect(await lab.nodes[0]?.sh('ss -Htn state established | wc -l')).toBe('0');
  });
});
