import { afterAll, beforeAll, expect, test } from 'vitest';
import { southboundServers, type SouthboundServer } from '../lab/central.ts';
import { centralOf } from '../lab/gateway.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { eventually } from './hazards/eventually.ts';

describeLab('with three southbound servers', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3, ovn: true, southbound: 'cluster' });
  });
  afterAll(() => lab.down());

  const apply = async () => {
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '-o', 'json']);
    return { exit, ...JSON.parse(stdout) };
  };
  const underlays = () => lab.nodes.map(({ underlay }) => underlay);
  const managements = () => lab.nodes.map(({ management }) => management);

  /** The endpoints that each server holds by itself. */
  function held(
    servers: readonly SouthboundServer[] = southboundServers,
  ): Promise<readonly (readonly string[])[]> {
    const list = 'ovn-sbctl --no-leader-only --bare --columns=ip';
    return Promise.all(
      servers.map(async (server) => {
        const ips = `${list} --db=unix:/run/ovn/${server}.sock list Encap`;
        return (await centralOf(lab).sh(ips)).split(/\s+/).toSorted();
      }),
    );
  }

  const everywhere = <T>(what: T): readonly T[] => southboundServers.map(() => what);

  test('tunnels move in place: all three have the new endpoints, and on the way back the old', async () => {
    expect(await held()).toEqual(everywhere(managements()));
    const { exit, strategy, problems } = await apply();
    const kinds = problems.map(({ kind }: { kind: string }) => kind);
    expect([exit, strategy, kinds]).toEqual([0, 'in-place', ['stood-still']]);
    expect(await held()).toEqual(everywhere(underlays()));
    expect(await mcreconcile(['rollback'])).toMatchObject({ exit: 0 });
    expect(await held()).toEqual(everywhere(managements()));
  });

  test('those that do not lead take what is to be written', async () => {
    const status = 'ovn-appctl -t /run/ovn/ovnsb_db.ctl cluster/status OVN_Southbound';
    expect(await centralOf(lab).sh(status)).toContain('Role: leader');
    for (const node of lab.nodes) {
      const [, ...others] = (await node.externalIds())['ovn-remote']?.split(',') ?? [];
      expect(others).toHaveLength(2);
      const key = `external_ids:ovn-remote="${others.join()}"`;
      await node.vsctl('--no-wait', 'set', 'Open_vSwitch', '.', key);
      await eventually(`${node.name} speaks with another server`, async () => {
        const connected = 'ovn-appctl -t ovn-controller connection-status';
        return (await node.sh(connected)) === 'connected' ? null : 'not connected';
      });
    }
    expect(await apply()).toMatchObject({ exit: 0, strategy: 'in-place' });
    expect(await held()).toEqual(everywhere(underlays()));
    expect(await mcreconcile(['rollback'])).toMatchObject({ exit: 0 });
  });

  test('where one of them does not answer, plan names it, and tunnels are made anew', async () => {
    await centralOf(lab).sh('kill -KILL $(cat /run/ovn/ovnsb_db3.pid)');
    const { exit, strategy, problems } = await apply();
    expect([exit, strategy]).toEqual([0, 'synchronised']);
    expect(JSON.stringify(problems)).toMatch(
      /a southbound server does not answer: tcp:[\d.]+:6662/,
    );
    expect(await held(['ovnsb_db', 'ovnsb_db2'])).toEqual([underlays(), underlays()]);
  });
});
