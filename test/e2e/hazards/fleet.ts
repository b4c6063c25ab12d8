import { startLab, type Lab } from '../../lab/lab.ts';
import { eventually } from './eventually.ts';
import { node } from './hazard.ts';
import { knowNeighbours } from './restore.ts';
import { followed } from './southbound.ts';

/** Three nodes whose every line in a log counts, for OVN and OVS leave out what they say often. */
export async function startFleet(): Promise<Lab> {
  const lab = await startLab({ nodes: 3, ovn: true });
  const unlimited = 'vlog/disable-rate-limit';
  for (const each of lab.nodes) {
    await each.sh(`ovn-appctl -t ovn-controller ${unlimited}; ovs-appctl ${unlimited}`);
  }
  await knowNeighbours(lab);
  return lab;
}

/** What somebody does who trusts OVN: one value after the other, with ovs-vsctl. */
export async function setByHand(lab: Lab, values: readonly string[]): Promise<void> {
  for (const [at, value] of values.entries()) {
    const of = node(lab, at);
    const key = `external_ids:ovn-encap-ip=${JSON.stringify(value)}`;
    await of.vsctl('--no-wait', '--timeout=30', 'set', 'Open_vSwitch', '.', key);
    await followed(lab, of, value);
  }
}

/** Waits until the node has a tunnel to that address. */
export async function tunnelTo(lab: Lab, at: number, address: string): Promise<void> {
  await eventually(`a tunnel to ${address}`, async () => {
    const find = ['--bare', '--columns=options', 'find', 'Interface', 'type=geneve'];
    const found = await node(lab, at).vsctl(...find);
    return found.includes(address) ? null : found;
  });
}

/** The node's underlay address is this one, on that NIC. */
export async function onNic(lab: Lab, at: number, nic: string, address: string): Promise<void> {
  const own = `${node(lab, at).underlay}/24`;
  await node(lab, at).sh(`ip addr del ${own} dev br-phys; ip addr add ${address}/24 dev ${nic}`);
}
