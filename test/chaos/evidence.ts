import { centralOf } from '../lab/gateway.ts';
import type { Lab, LabNode } from '../lab/lab.ts';
import { nodeLogs } from '../lab/logs.ts';

/** What OVN and OVS made of it, for whoever looks into traffic that does not flow. */
export async function evidenceOf(lab: Lab, alive: readonly LabNode[]): Promise<string> {
  const list = 'ovn-sbctl --timeout=5 --no-leader-only list Encap 2>&1 || true';
  const southbound = await centralOf(lab).sh(list);
  const nodes = await Promise.all(
    alive.map(async (node) => {
      const { stdout } = await node.run(['sh', '-s'], inspection);
      return `\n--- ${node.name}\n${stdout}${nodeLogs(lab.dir, node.name)}`;
    }),
  );
  return [southbound, ...nodes].join('\n');
}

const inspection = `
vsctl='ovs-vsctl --timeout=5'
$vsctl get Open_vSwitch . external_ids
$vsctl --format=csv --columns=name,ofport,options,error,bfd_status find Interface type=geneve
ovn-appctl -t ovn-controller connection-status 2>&1
exit 0`;
