import { missingAnswers } from './answers.ts';
import { everyDirection } from './loss.ts';
import type { LabNode } from './node.ts';
import { untilNothingIsMissing } from './wait.ts';
import type { Workload } from './workload.ts';

/**
 * Returns when every node has a tunnel to the address that each other node has in its database, and
 * every workload hears from each other one. To leave nodes out, give the workloads of the rest.
 */
export async function waitForTunnels(
  { workloads }: { workloads: readonly Workload[] },
  { signal = AbortSignal.timeout(20_000) } = {},
): Promise<void> {
  await untilNothingIsMissing(() => missingPaths(workloads), signal);
}

async function missingPaths(workloads: readonly Workload[]): Promise<string[]> {
  const tunnels = await missingTunnels(workloads.map(({ node }) => node));
  return tunnels.length > 0 ? tunnels : await missingAnswers(everyDirection(workloads));
}

async function missingTunnels(nodes: readonly LabNode[]): Promise<string[]> {
  const ends = await Promise.all(nodes.map(endsOf));
  return ends.flatMap(({ node, remotes }) =>
    ends
      .filter((peer) => peer.node !== node && !peer.own.some((ip) => remotes.has(ip)))
      .map((peer) => `${node.name} has no tunnel to ${peer.node.name} at ${peer.own.join()}`),
  );
}

interface Ends {
  node: LabNode;
  own: readonly string[];
  remotes: ReadonlySet<string>;
}

async function endsOf(node: LabNode): Promise<Ends> {
  const [ids, remotes] = await Promise.all([node.externalIds(), remotesOf(node)]);
  const own = ids[`ovn-encap-ip-${ids['system-id']}`] ?? ids['ovn-encap-ip'] ?? '';
  return { node, own: own.split(','), remotes };
}

/** Where the node's tunnels go to, but for those that OVS could not make. */
async function remotesOf(node: LabNode): Promise<ReadonlySet<string>> {
  const find = ['--columns=ofport,options', 'find', 'Interface', 'type=geneve'];
  const table: { data: [unknown, ['map', [string, string][]]][] } = JSON.parse(
    await node.vsctl('-f', 'json', ...find),
  );
  const made = table.data.filter(([ofport]) => Number(ofport) > 0);
  return new Set(made.map(([, [, options]]) => Object.fromEntries(options)['remote_ip'] ?? ''));
}
