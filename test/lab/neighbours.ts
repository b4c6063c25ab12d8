import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';

/**
 * Every node knows every other one's underlay NIC from now on and forgets none. All namespaces of
 * the kernel share one table of neighbours, and 50 nodes that all talk to each other overflow it
 * (sysctl gc_thresh3, 1024); entries that were made by hand do not count.
 */
export async function fixNeighbours({ nodes }: Pick<Lab, 'nodes'>): Promise<void> {
  const entries = await Promise.all(nodes.map(async (node) => [node, await macOf(node)] as const));
  await Promise.all(
    nodes.map(async (node) => {
      const others = entries.filter(([other]) => other !== node);
      const lines = others.map(([{ underlay }, mac]) => entry(node, underlay, mac));
      await node.sh(`ip -batch - <<BATCH\n${lines.join('\n')}\nBATCH`);
    }),
  );
}

function macOf(node: LabNode): Promise<string> {
  return node.sh(`cat /sys/class/net/${node.nics.underlay}/address`);
}

function entry({ nics }: LabNode, address: string, mac: string): string {
  return `neigh replace ${address} lladdr ${mac} dev ${nics.underlay} nud permanent`;
}
