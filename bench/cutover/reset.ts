import { setTimeout as sleep } from 'node:timers/promises';
import { centralOf, waitForGateway, watchGateway } from '../../test/lab/gateway.ts';
import type { Lab, LabNode } from '../../test/lab/lab.ts';
import { kinds, measureTraffic } from '../../test/lab/traffic.ts';
import { waitForTunnels } from '../../test/lab/tunnels.ts';
import { cachedFlows } from './flows.ts';
import { remotesOf } from './tunnels.ts';

/** Without a change of the gateway's place. */
const quietMs = 4000;

const moved = ['ovn-encap-', 'ovn-set-local-ip'];

/** Puts the old endpoints back and returns when the fleet is as if it had never moved. */
export async function reset(lab: Lab, flows: number): Promise<void> {
  await Promise.all(lab.nodes.map(writeOld));
  await waitForTunnels(lab, { signal: AbortSignal.timeout(60_000) });
  await until(oldEverywhere, lab);
  await Promise.all(lab.nodes.map(forgetNeighbours));
  await waitForGateway(lab, { signal: AbortSignal.timeout(60_000) });
  await until(gatewayStays, lab);
  await until(flowsAreBack(flows), lab);
  await until(hearsAll, lab);
}

async function writeOld(node: LabNode): Promise<void> {
  const keys = Object.keys(await node.externalIds()).filter((key) =>
    moved.some((name) => key.startsWith(name)),
  );
  const table = ['Open_vSwitch', '.', 'external_ids'];
  const old = [`ovn-encap-ip=${node.management}`, 'ovn-encap-type=geneve'];
  const set = ['set', 'Open_vSwitch', '.', ...old.map((key) => `external_ids:${key}`)];
  await node.vsctl('remove', ...table, ...keys, '--', ...set);
}

/**
 * A new underlay has carried nothing yet: who is where on it is not known. OVS learns from an answer
 * only when no cached flow takes it, so these go, too.
 */
async function forgetNeighbours({ nics, ...node }: LabNode): Promise<void> {
  const forget = ['tnl/neigh/flush', 'revalidator/purge'].map((it) => `ovs-appctl ${it}`);
  await node.sh([`ip neigh flush dev ${nics.underlay}`, ...forget].join(' && '));
}

async function until(holds: (lab: Lab) => Promise<boolean>, lab: Lab): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds(lab))) {
    if (Date.now() > deadline) throw new Error(`the reset does not come to pass: ${holds.name}`);
    await sleep(200);
  }
}

/** In OVN's database, and in all tunnels. */
async function oldEverywhere(lab: Lab): Promise<boolean> {
  const wanted = lab.nodes.map(({ management }) => management).toSorted();
  const remotes = await Promise.all(lab.nodes.map(remotesOf));
  const tunnels = lab.nodes.map(({ management }) => wanted.filter((ip) => ip !== management));
  return (
    String(await publishedEndpoints(lab)) === String(wanted) &&
    remotes.every((own, at) => String(own) === String(tunnels[at]))
  );
}

/** The endpoints that OVN knows, in the order of their text. */
async function publishedEndpoints(lab: Lab): Promise<readonly string[]> {
  const text = await centralOf(lab).sh('ovn-sbctl --bare --columns=ip list Encap');
  return text.split(/\s+/).toSorted();
}

/** BFD that was lost on the way back lets a gateway go to and fro for seconds. */
async function gatewayStays(lab: Lab): Promise<boolean> {
  const watch = await watchGateway(lab);
  await sleep(quietMs);
  const changes = await watch.stop();
  await waitForGateway(lab);
  return changes === 0;
}

function flowsAreBack(flows: number) {
  return async (lab: Lab) => (await cachedFlows(lab)).flows >= flows;
}

/** One second of all kinds of traffic. */
async function hearsAll(lab: Lab): Promise<boolean> {
  const meter = await measureTraffic(lab);
  await sleep(1000);
  const losses = await meter.stop();
  return kinds.every((kind) => losses[kind].every(({ sent, lost }) => sent > 0 && lost === 0));
}
