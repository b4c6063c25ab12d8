import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { restart } from '../lab/daemons.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { everyDirection } from '../lab/loss.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile, type CliOutcome } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { shadow } from '../support/shadow.ts';
import { nothingLeft } from './faults/support.ts';
import { setByHand } from './hazards/fleet.ts';
import { central, neighbour, node, second } from './hazards/hazard.ts';
import { rewritten } from './hazards/inputs.ts';

type Addresses = readonly string[];

const own = (lab: Lab): Addresses => lab.nodes.map(({ underlay }) => underlay);
const fresh = (lab: Lab): string => neighbour(node(lab, 0).underlay, 21);
const at = (addresses: Addresses, index: number): string => addresses[index] ?? '';

const swapped = (lab: Lab): Addresses => [1, 0, 2].map((of) => at(own(lab), of));

const moves: readonly (readonly [name: string, to: (lab: Lab) => Addresses])[] = [
  ['two nodes swap their addresses', swapped],
  ['three nodes pass theirs on in a circle', (lab) => [1, 2, 0].map((of) => at(own(lab), of))],
  [
    'one takes what another leaves for a fresh one',
    (lab) => [fresh(lab), at(own(lab), 0), at(own(lab), 2)],
  ],
];

/** Generous: traffic is back some ten milliseconds after the write. */
const returnsMs = 5_000;

const vsctl = '/usr/bin/ovs-vsctl';

describeLab('addresses that go from one node to another', () => {
  test.each(moves)('%s', async (_name, to) => {
    await using lab = await startFleetOnUnderlay();
    const wanted = to(lab);
    const before = await controllers(lab);
    await renumber(lab, wanted);
    const args = ['apply', await inventoryWith(lab, wanted), '-o', 'json'];
    const [{ exit, stdout }, took] = await Promise.all([mcreconcile(args), returned(lab, wanted)]);
    expect(stdout).toContain('"kind": "handed-over"');
    expect({ exit, stdout }).toMatchObject({ exit: 0 });
    expect(took).toBeLessThan(returnsMs);
    expect(await endpoints(lab)).toEqual(wanted);
    expect(await encaps(lab)).toEqual(lab.nodes.map(({ name }, of) => [name, at(wanted, of)]));
    expect(await controllers(lab)).toEqual(before);
    expect(await rejections(lab)).toEqual('');
    await nothingLeft(lab);
  });

  test('a foreign writer in the middle: the others are put back, and its value stays', async () => {
    await using lab = await startFleetOnUnderlay();
    const before = await swapHalf(lab, `$real --no-wait set Open_vSwitch . ${foreign}`);
    const { exit, stdout } = await swap(lab);
    expect(stdout).toContain('somebody changed ovn-encap-ip between plan and write');
    expect({ exit, stdout }).toMatchObject({ exit: 8 });
    expect(await endpoints(lab)).toEqual(own(lab).with(1, '198.18.0.99'));
    expect(await hearing(lab)).toEqual(before);
    await nothingLeft(lab);
  });

  test('a database dies in the middle: both wait where they parked, and apply goes on', async () => {
    await using lab = await startFleetOnUnderlay();
    const pid = '/run/openvswitch/ovsdb-server.pid';
    await swapHalf(lab, `kill -9 $(cat ${pid}); rm ${pid}`);
    const { exit, stdout } = await swap(lab, '--confirm-timeout', '10');
    expect(stdout).toContain('"kind": "half-done"');
    expect({ exit, stdout }).toMatchObject({ exit: 9 });
    await restart(second(lab), 'ovsdb-server');
    await nothingLeft(lab);
    const parked = lab.nodes.map(({ management, underlay }, of) =>
      of < 2 ? management : underlay,
    );
    expect(await endpoints(lab)).toEqual(parked);
    await waitForTunnels(lab, { signal: AbortSignal.timeout(45_000) });
    const again = await swap(lab);
    expect({ exit: again.exit, stdout: again.stdout }).toMatchObject({ exit: 0 });
    expect(await endpoints(lab)).toEqual(swapped(lab));
    await waitForTunnels(lab);
  });
});

const foreign = 'external_ids:ovn-encap-ip=198.18.0.99';

/** Something happens on the second node once it has parked; who heard whom before the swap. */
async function swapHalf(lab: Lab, script: string): Promise<string> {
  await renumber(lab, swapped(lab));
  const once = `[ ! -e /run/parked ] || { rm /run/armed 2>/dev/null && { ${script}; }; }; touch /run/parked`;
  await second(lab).sh('touch /run/armed');
  await shadow(second(lab), vsctl, `case "$*" in *wait-until*) ${once} ;; esac; exec $real "$@"`);
  return hearing(lab);
}

async function swap(lab: Lab, ...args: readonly string[]): Promise<CliOutcome> {
  const inventory = await inventoryWith(lab, swapped(lab));
  return mcreconcile(['apply', inventory, '-o', 'json', ...args]);
}

/** Which workload hears which one. */
async function hearing(lab: Lab): Promise<string> {
  const rows = everyDirection(lab.workloads).map(async ([from, to]) => {
    const { lost } = await from.ping(to, { count: 3 });
    return lost === 3 ? [] : `${from.name} hears ${to.name}`;
  });
  return (await Promise.all(rows)).flat().join();
}

/** A fleet of its own: OVS would remember whom another test gave an address. */
async function startFleetOnUnderlay(): Promise<Lab> {
  const lab = await startLab({ nodes: 3, ovn: true });
  const source = 'external_ids:ovn-set-local-ip=true';
  for (const of of lab.nodes) await of.vsctl('set', 'Open_vSwitch', '.', source);
  await setByHand(lab, own(lab));
  await waitForTunnels(lab);
  return lab;
}

/** What an operator does who renumbers: no address is ever on two NICs. */
async function renumber(lab: Lab, addresses: Addresses): Promise<void> {
  const each = (script: (of: number) => string) =>
    Promise.all(lab.nodes.map((of, index) => of.sh(script(index))));
  await each((of) => `ip addr del ${at(own(lab), of)}/24 dev br-phys`);
  await each((of) => `ip addr add ${at(addresses, of)}/24 dev br-phys`);
}

function inventoryWith(lab: Lab, addresses: Addresses): Promise<string> {
  const line = (text: string, of: number): string =>
    text.replace(new RegExp(`(micro0${of + 1}:.*ip: ")[^/]+`), `$1${at(addresses, of)}`);
  return rewritten(lab, (text) => lab.nodes.reduce((all, _node, of) => line(all, of), text));
}

/** Milliseconds from when all databases hold the addresses until all workloads hear each other. */
async function returned(lab: Lab, addresses: Addresses): Promise<number> {
  const deadline = Date.now() + 30_000;
  while ((await endpoints(lab)).join() !== addresses.join()) {
    if (Date.now() > deadline) throw new Error('the endpoints never moved');
    await sleep(10);
  }
  const written = performance.now();
  await waitForTunnels(lab);
  return performance.now() - written;
}

function endpoints(lab: Lab): Promise<readonly (string | undefined)[]> {
  return Promise.all(lab.nodes.map(async (of) => (await of.externalIds())['ovn-encap-ip']));
}

/** Rows that were never deleted keep their identity, and a controller that never died its pid. */
async function controllers(lab: Lab): Promise<readonly string[]> {
  const columns = 'ovn-sbctl -f csv --no-headings --columns=_uuid,name list Chassis | sort';
  const pids = lab.nodes.map((of) => of.sh('cat /run/ovn/ovn-controller.pid'));
  return [await central(lab).sh(columns), ...(await Promise.all(pids))];
}

/** Every endpoint of the southbound database, with the name of its chassis. */
async function encaps(lab: Lab): Promise<readonly (readonly string[])[]> {
  const list = 'ovn-sbctl -f csv --no-headings --columns=chassis_name,ip list Encap | sort';
  return (await central(lab).sh(`${list} | tr -d '"'`)).split('\n').map((row) => row.split(','));
}

/** What OVN says of an address that two chassis would have, in any version. */
async function rejections(lab: Lab): Promise<string> {
  const said = 'identical values|cannot duplicate|assertion';
  const found = lab.nodes.map((of) => of.run(['grep', '-rhE', said, '/var/log']));
  return (await Promise.all(found)).map(({ stdout }) => stdout).join('');
}
