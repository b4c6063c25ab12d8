import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { measureTraffic } from '../lab/traffic.ts';
import { mcreconcile } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { eventually } from './hazards/eventually.ts';

/** What a move in place leaves as it is: ports, BFD sessions, rows, the place of the gateway. */
async function identities({ nodes, central }: Lab): Promise<unknown> {
  const find = ['--bare', '--columns=name,ofport,bfd_status', 'find', 'Interface', 'type=geneve'];
  const tunnels = await Promise.all(nodes.map((node) => node.vsctl(...find)));
  const flaps = tunnels.map((text) => text.replaceAll(/ (?!flap_count)\S+=\S*/g, ''));
  const rows = 'ovn-sbctl --bare --columns=_uuid,chassis_name list Encap';
  const gateways =
    'ovn-sbctl --bare --columns=logical_port,chassis find Port_Binding type=chassisredirect';
  return { flaps, rows: await central?.sh(`${rows} && ${gateways}`) };
}

/** What the catch-all port takes on each node, and the port. */
async function catching({ nodes }: Lab): Promise<readonly string[]> {
  const dump = 'ovs-ofctl -O OpenFlow15 dump-flows br-int cookie=0x6d63726563000000/-1';
  const find = `{ ${dump} | grep resubmit; ovs-vsctl list-ports br-int | grep -x mcreconcile; } || true`;
  return (await Promise.all(nodes.map((node) => node.sh(find)))).filter((text) => text !== '');
}

/** Returns as soon as a node catches what comes from the old and the new endpoints of its peers. */
async function caught(node: LabNode | undefined, peers: number): Promise<void> {
  const count = 'ovs-ofctl -O OpenFlow15 dump-flows br-int cookie=0x6d63726563000000/-1';
  await node?.sh(`until [ "$(${count} | grep -c tun_src)" -eq ${2 * peers} ]; do sleep 0.02; done`);
}

async function endpoints({ nodes }: Lab): Promise<readonly (string | undefined)[]> {
  return Promise.all(nodes.map(async (node) => (await node.externalIds())['ovn-encap-ip']));
}

describeLab('a move in place', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3, uplink: true });
  });
  afterAll(() => lab.down());

  const apply = async (...args: string[]) => {
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory, '-o', 'json', ...args]);
    return { exit, ...JSON.parse(stdout) };
  };
  const kinds = ({ problems }: { problems: readonly { kind: string }[] }) =>
    problems.map(({ kind }) => kind);
  const underlays = () => lab.nodes.map(({ underlay }) => underlay);
  const back = () => mcreconcile(['rollback', '-o', 'json']);

  test('makes nothing anew, and the way back neither', async () => {
    const before = await identities(lab);
    const traffic = await measureTraffic(lab);
    const [report] = await Promise.all([apply(), caught(lab.nodes[0], 2)]);
    expect(report).toMatchObject({ exit: 0, strategy: 'in-place' });
    expect(kinds(report)).toContain('stood-still');
    expect(kinds(report)).not.toContain('made-anew');
    expect(await endpoints(lab)).toEqual(underlays());
    expect(await identities(lab)).toEqual(before);
    expect(await mcreconcile(['check', lab.inventory])).toMatchObject({ exit: 0, stdout: '' });
    await eventually('the end of the catch-all port and its flows', async () =>
      (await catching(lab)).length === 0 ? null : 'not yet',
    );
    expect(await back()).toMatchObject({ exit: 0 });
    expect(await endpoints(lab)).toEqual(lab.nodes.map(({ management }) => management));
    expect(await identities(lab)).toEqual(before);
    const losses = await traffic.stop();
    for (const [kind, all] of Object.entries(losses)) {
      expect([kind, all.filter(({ sent, lost }) => lost * 2 > sent)]).toEqual([kind, []]);
    }
  });

  test('that fails while all stand still goes back in place', async () => {
    const [first] = lab.nodes;
    const before = await identities(lab);
    const joined = frozen(first).then(() => lab.central?.sh(ghost));
    const report = await apply();
    await joined;
    expect(report).toMatchObject({ exit: 8 });
    await lab.central?.sh('ovn-sbctl chassis-del ghost');
    await eventually('the end of the ghost', async () =>
      JSON.stringify(await identities(lab)) === JSON.stringify(before) ? null : 'not yet',
    );
    expect(await endpoints(lab)).toEqual(lab.nodes.map(({ management }) => management));
  });

  test('leaves a node that lost its timer as it is: check says so, the next apply mends it', async () => {
    const [first] = lab.nodes;
    await first?.vsctl('remove', 'Open_vSwitch', '.', 'external_ids', 'ovn-encap-type');
    const { exit, stdout } = await mcreconcile(['check', lab.inventory]);
    expect(exit).toBe(2);
    expect(stdout).toContain('ovn-encap-type');
    const mended = await apply();
    expect([mended.exit, kinds(mended), mended.nodes.flatMap(kinds)]).toEqual([
      0,
      ['stood-still'],
      [],
    ]);
    expect(await first?.externalIds()).toMatchObject({ 'ovn-encap-type': 'geneve' });
    expect(await endpoints(lab)).toEqual(underlays());
    expect(await back()).toMatchObject({ exit: 0 });
  });
});

/** A chassis that joins. */
const ghost =
  'ovn-sbctl -- --id=@e create Encap type=geneve ip=198.18.255.9 chassis_name=ghost -- create Chassis name=ghost encaps=@e';

/** Returns as soon as a node stands still. */
async function frozen(node: LabNode | undefined): Promise<void> {
  const get = 'ovs-vsctl --no-wait --if-exists get Open_vSwitch . external_ids:ovn-encap-type';
  await node?.sh(`while [ -n "$(${get})" ]; do sleep 0.01; done`);
}
