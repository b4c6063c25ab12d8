import { missingAnswers } from './answers.ts';
import { LabError } from './error.ts';
import type { Lab } from './lab.ts';
import { acrossGateway, type Meter } from './loss.ts';
import type { LabNode } from './node.ts';
import type { Place } from './place.ts';
import { untilNothingIsMissing } from './wait.ts';

/** Where the gateway is, and who speaks through it. */
type Uplink = Pick<Lab, 'workloads' | 'outside' | 'central'>;

/**
 * Returns when the first workload's node has the gateway, all nodes hear each other's BFD, and all
 * workloads and the outside host hear each other. To leave nodes out, give the workloads of the rest.
 */
export async function waitForGateway(
  uplink: Uplink,
  { signal = AbortSignal.timeout(20_000) } = {},
): Promise<void> {
  await untilNothingIsMissing(() => missing(uplink), signal);
}

/** The name of the chassis that has the gateway, or nothing. */
export async function gatewayChassis(uplink: Uplink): Promise<string> {
  const find = `--bare --columns=chassis find Port_Binding logical_port=${gatewayPort}`;
  const row = await centralOf(uplink).sh(`ovn-sbctl ${find}`);
  if (row === '') return '';
  return centralOf(uplink).sh(`ovn-sbctl --bare --columns=name list Chassis ${row}`);
}

/** How often the gateway goes to another chassis, or to none, from when it returns. */
export async function watchGateway(uplink: Uplink): Promise<Meter<number>> {
  const table = ['OVN_Southbound', 'Port_Binding', 'logical_port,chassis'];
  const socket = 'unix:/run/ovn/ovnsb_db.sock';
  const monitor = ['ovsdb-client', 'monitor', '-f', 'csv', socket, ...table];
  // A shell's background job ignores the interrupt that stops it, unless it handles it.
  const running = centralOf(uplink).start(['env', '--default-signal=INT', ...monitor]);
  await running.says('initial');
  const change = new RegExp(`^[^,]*,new,"?${gatewayPort}\\b`, 'gm');
  return { stop: async () => [...(await running.stop()).stdout.matchAll(change)].length };
}

export function centralOf({ central }: Pick<Lab, 'central'>): Place {
  if (central === null) throw new LabError('The lab has no OVN.');
  return central;
}

/** One for each router port; from OVN 25.03 on its switch port has one as well, which follows it. */
const gatewayPort = 'cr-to-outside';

async function missing(uplink: Uplink): Promise<readonly string[]> {
  const nodes = uplink.workloads.map(({ node }) => node);
  const [at, ...silent] = await Promise.all([
    gatewayChassis(uplink),
    ...nodes.map((node) => missingBfd(node, nodes.length - 1)),
  ]);
  const wanted = nodes[0]?.name ?? '';
  const astray = at === wanted ? [] : [`the gateway is on "${at}", not on ${wanted}`];
  const found = [...astray, ...silent.flat()];
  return found.length > 0 ? found : missingAnswers(acrossGateway(uplink));
}

async function missingBfd(node: LabNode, peers: number): Promise<string[]> {
  const find = ['--bare', '--columns=bfd_status', 'find', 'Interface', 'type=geneve'];
  const up = [...(await node.vsctl(...find)).matchAll(/(?<!remote_)state=up/g)].length;
  return up >= peers ? [] : [`${node.name} has BFD to ${up} of ${peers} nodes`];
}
