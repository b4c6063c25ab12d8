import { afterAll, beforeAll, expect, test } from 'vitest';
import { restart } from '../lab/daemons.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { setRole } from '../lab/role.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { eventually } from './hazards/eventually.ts';

describeLab('with a southbound database that asks for certificates', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3, ovn: true, southbound: 'ssl' });
  });
  afterAll(() => lab.down());

  const apply = async () => {
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '-o', 'json']);
    return { exit, ...JSON.parse(stdout) };
  };
  const back = () => mcreconcile(['rollback']);

  test('tunnels move in place with the key that ovn-controller was started with', async () => {
    expect(await apply()).toMatchObject({ exit: 0, strategy: 'in-place' });
    expect(await back()).toMatchObject({ exit: 0 });
  });

  test('tunnels move in place with the key that ovs-vsctl get-ssl names', async () => {
    for (const node of lab.nodes) {
      await node.sh('mkdir /etc/ovn/own && mv /etc/ovn/*.pem /etc/ovn/own');
      const files = ['key', 'cert', 'ca'].map((name) => `/etc/ovn/own/${name}.pem`);
      await node.vsctl('set-ssl', ...files);
      await restart(node, 'ovn-controller');
      const started = 'tr "\\0" " " <"/proc/$(cat /run/ovn/ovn-controller.pid)/cmdline"';
      expect(await node.sh(started)).not.toContain('.pem');
    }
    await connected();
    expect(await apply()).toMatchObject({ exit: 0, strategy: 'in-place' });
    expect(await back()).toMatchObject({ exit: 0 });
  });

  test('that lets a chassis write its own rows only: plan says so, and apply makes tunnels anew', async () => {
    await setRole(lab, 'ovn-controller');
    await connected();
    const { stdout } = await mcreconcile(['plan', lab.inventory]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the southbound database cannot be written from micro01: permission error: RBAC rules for client "micro01"',
    );
    expect(await apply()).toMatchObject({ exit: 0, strategy: 'synchronised' });
    const ips = 'ovn-sbctl --bare --columns=ip list Encap';
    expect((await lab.central?.sh(ips))?.split(/\s+/).toSorted()).toEqual(
      lab.nodes.map(({ underlay }) => underlay),
    );
  });

  async function connected(): Promise<void> {
    for (const node of lab.nodes) {
      await eventually(`${node.name} speaks with the southbound database`, async () => {
        const status = await node.sh('ovn-appctl -t ovn-controller connection-status');
        return status === 'connected' ? null : status;
      });
    }
    await waitForTunnels(lab);
  }
});
