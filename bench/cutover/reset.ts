import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab, LabNode } from '../../test/lab/lab.ts';
import { everyDirection, measureLoss } from '../../test/lab/loss.ts';
import { waitForTunnels } from '../../test/lab/tunnels.ts';
import { watchGateway } from './gateway.ts';
import { gatewayChassis, publishedEndpoints } from './southbound.ts';

/** Without a change of the gateway's place. */
const quietMs = 4000;

const moved = ['ovn-encap-ip', 'ovn-set-local-ip'];

/** Puts the old endpoints back and returns when the fleet is as if it had never moved. */
export async function reset(lab: Lab): Promise<void> {
  await Promise.all(lab.nodes.map(writeOld));
  await waitForTunnels(lab, { signal: AbortSignal.timeout(60_000) });
  await until(lab, oldEverywhere);
  await Promise.all(lab.nodes.map(forgetNeighbours));
  await until(lab, hearsAll);
  await until(lab, gatewayStays);
}

async function writeOld(node: LabNode): Promise<void> {
  const keys = Object.keys(await node.externalIds()).filter((key) =>
    moved.some((name) => key.startsWith(name)),
  );
  const table = ['Open_vSwitch', '.', 'external_ids'];
  const old = `external_ids:ovn-encap-ip=${node.management}`;
  await node.vsctl('remove', ...table, ...keys, '--', 'set', 'Open_vSwitch', '.', old);
}

/**
 * A new underlay has carried nothing yet: who is where on it is not known. OVS learns from an answer
 * only when no cached flow takes it, so these go, too.
 */
async function forgetNeighbours({ nics, ...node }: LabNode): Promise<void> {
  const forget = ['tnl/neigh/flush', 'revalidator/purge'].map((it) => `ovs-appctl ${it}`);
  await node.sh([`ip neigh flush dev ${nics.underlay}`, ...forget].join(' && '));
}

async function until(lab: Lab, holds: (lab: Lab) => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds(lab))) {
    if (Date.now() > deadline) throw new Error(`the reset does not come to pass: ${holds.name}`);
    await sleep(200);
  }
}

/** In OVN's database, in all tunnels, and in the place of the gateway. */
async function oldEverywhere(lab: Lab): Promise<boolean> {
  const wanted = lab.nodes.map(({ management }) => management).toSorted();
  const gateway = await gatewayChassis(lab);
  const remotes = await Promise.all(lab.nodes.map(remotesOf));
  const tunnels = lab.nodes.map(({ management }) => wanted.filter((ip) => ip !== management));
  return (
    (gateway === null || gateway === lab.nodes[0]?.name) &&
    String(await publishedEndpoints(lab)) === String(wanted) &&
    remotes.every((own, at) => String(own) === String(tunnels[at]))
  );
}

/** BFD that was lost on the way back lets a gateway go to and fro for seconds. */
async function gatewayStays(lab: Lab): Promise<boolean> {
  if ((await gatewayChassis(lab)) === null) return true;
  const watch = await watchGateway(lab);
  await sleep(quietMs);
  return (await watch.stop()) === 0 && (await oldEverywhere(lab));
}

async function remotesOf(node: LabNode): Promise<readonly string[]> {
  const find = ['--bare', '--columns=options', 'find', 'Interface', 'type=geneve'];
  const text = await node.vsctl(...find);
  return [...text.matchAll(/remote_ip="?([^"\s]+)/g)].map(([, ip = '']) => ip).toSorted();
}

/** One second of pings in all directions. */
async function hearsAll({ workloads }: Lab): Promise<boolean> {
  const meter = await measureLoss(everyDirection(workloads));
  await sleep(1000);
  return (await meter.stop()).every(({ sent, lost }) => sent > 0 && lost === 0);
}
