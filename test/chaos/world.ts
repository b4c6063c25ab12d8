import { setTimeout as sleep } from 'node:timers/promises';
import { waitForFlood } from '../lab/flood.ts';
import { waitForGateway } from '../lab/gateway.ts';
import type { Lab, LabNode } from '../lab/lab.ts';
import { waitForTunnels } from '../lab/tunnels.ts';

type Ids = Readonly<Record<string, string | undefined>>;

/** What the nodes hold before anything happens, by name. */
export type Before = ReadonlyMap<string, Ids>;

export async function look(lab: Lab): Promise<Before> {
  return new Map(
    await Promise.all(
      lab.nodes.map(async (node) => [node.name, await node.externalIds()] as const),
    ),
  );
}

/** Puts everything back as it was, and waits until the overlay is whole. */
export async function restore(lab: Lab, before: Before): Promise<void> {
  await Promise.all(lab.nodes.map((node) => restoreNode(node, before.get(node.name) ?? {})));
  await waitForTraffic(lab, AbortSignal.timeout(60_000));
}

async function restoreNode(node: LabNode, before: Ids): Promise<void> {
  const now = await node.externalIds();
  const added = Object.keys(now).filter((key) => !(key in before));
  const set = Object.entries(before).map(
    ([key, value]) => `external_ids:${key}=${JSON.stringify(value)}`,
  );
  const row = ['Open_vSwitch', '.'];
  const remove = added.length === 0 ? [] : ['--', 'remove', ...row, 'external_ids', ...added];
  await node.vsctl('--no-wait', '--timeout=10', 'set', ...row, ...set, ...remove);
}

/** What a node is: `old`, `new`, `frozen` where its ovn-controller stands still, or something else. */
export async function positionOf(node: LabNode, before: Before): Promise<string> {
  const now = await node.externalIds();
  const leftOver = Object.keys(now).filter((key) => key.startsWith('ovn-encap-ip-'));
  if (leftOver.length > 0) return `cutover keys ${leftOver.join()}`;
  if (now['ovn-encap-type'] === undefined) return 'frozen';
  const old = before.get(node.name) ?? {};
  if (same(now, old)) return 'old';
  if (same({ ...now, [source]: old[source] }, old)) return 'old, but its source';
  return now['ovn-encap-ip'] === node.underlay ? 'new' : `ovn-encap-ip=${now['ovn-encap-ip']}`;
}

const source = 'ovn-set-local-ip';

function same(one: Ids, other: Ids): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}

/** Waits until nothing of ours is on these nodes; what is still there at the end is returned. */
export async function nothingLeft(nodes: readonly LabNode[], ms: number): Promise<string[]> {
  const deadline = Date.now() + ms;
  for (;;) {
    const left = (await Promise.all(nodes.map(oursOn))).filter((text) => text !== '');
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(500);
  }
}

async function oursOn(node: LabNode): Promise<string> {
  const { stdout } = await node.run(['sh', '-s'], findOurs);
  return stdout === '' ? '' : `${node.name}: ${stdout.trim().replaceAll(/\s+/g, ' ')}`;
}

/**
 * Files, which are told alone, and processes that were started from them; a zombie has no command line.
 * The catch-all port stays with a chassis that a reboot left standing still, and goes when that goes on.
 * Its flows have half a minute from OVS: one that has no end would stay.
 */
const findOurs = `
[ ! -e /run/mcreconcile ] || exec find /run/mcreconcile
grep -haE '/run/mcreconcil[e]|wait-unti[l]' /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '
type=$(ovs-vsctl --no-wait --timeout=5 --if-exists get Open_vSwitch . external_ids:ovn-encap-type)
[ -z "$type" ] || ovs-vsctl --no-wait --timeout=5 list-ports br-int | grep -x mcreconcile
ovs-ofctl --timeout=5 -O OpenFlow15 dump-flows br-int cookie=0x6d63726563000000/-1 2>/dev/null |
  grep resubmit | grep -v 'hard_timeout=[1-9]'
exit 0`;

/** The machine may be busy: what is broken stays broken. */
const trafficMs = 60_000;

/** Why traffic of one kind does not flow between these nodes; null: all three do. */
export async function brokenTraffic(lab: Lab, nodes: readonly LabNode[]): Promise<string | null> {
  const workloads = lab.workloads.filter(({ node }) => nodes.includes(node));
  try {
    await waitForTraffic({ ...lab, workloads }, AbortSignal.timeout(trafficMs));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function waitForTraffic(lab: Traffic, signal: AbortSignal): Promise<void> {
  await waitForTunnels(lab, { signal });
  await waitForGateway(lab, { signal });
  await waitForFlood(lab.workloads, { signal });
}

type Traffic = Pick<Lab, 'workloads' | 'outside' | 'central'>;
