import { wires, type Network } from './addresses.ts';
import type { Lab } from './lab.ts';
import type { LabNode } from './node.ts';

/** What the switch loses, silently: all that is said here must be true of a packet. */
export interface Drop {
  on: Network;
  from?: Plugged;
  to?: Plugged;
  /** As nftables writes a match; for example `udp dport 6081`. */
  matching?: string;
  /** Bytes from the IP header on: the MTU of a path that is smaller than that of its NICs. */
  longerThan?: number;
}

/** What is plugged into the switch; the controller and the central on the management side only. */
type Plugged = LabNode | 'controller' | 'central';

export type Undo = () => Promise<void>;

export async function dropPackets(lab: Lab, drop: Drop): Promise<Undo> {
  const table = `drop${(drops += 1)}`;
  const chain = `chain forward { type filter hook forward priority 0; ${ruleOf(drop)} drop; }`;
  await lab.switch.sh(`nft 'table bridge ${table} { ${chain}; }'`);
  return async () => void (await lab.switch.sh(`nft delete table bridge ${table}`));
}

export async function linkDown(node: LabNode, network: Network): Promise<Undo> {
  await node.sh(`ip link set ${wires[network]} down`);
  return async () => void (await node.sh(`ip link set ${wires[network]} up`));
}

export async function setMtu(node: LabNode, network: Network, mtu: number): Promise<Undo> {
  const before = await node.sh(`cat ${mtuOf(wires[network])}`);
  await changeMtu(node, network, mtu);
  return () => changeMtu(node, network, Number(before));
}

/** A bridge of OVS takes over the MTU of its NIC, a little later. */
async function changeMtu(node: LabNode, network: Network, mtu: number): Promise<void> {
  const follows = `[ "$(cat ${mtuOf(node.nics[network])})" = ${mtu} ]`;
  const wait = `until ${follows}; do sleep 0.01; done`;
  await node.sh(`ip link set ${wires[network]} mtu ${mtu} && timeout 10 sh -c '${wait}'`);
}

function mtuOf(nic: string): string {
  return `/sys/class/net/${nic}/mtu`;
}

let drops = 0;

function ruleOf({ on, from, to, matching, longerThan }: Drop): string {
  return [
    `iifname "${portOf(from, on)}"`,
    `oifname "${portOf(to, on)}"`,
    longerThan === undefined ? '' : `meta length > ${longerThan}`,
    matching ?? '',
  ].join(' ');
}

/** Without a name, all ports of the network: theirs all begin alike. */
function portOf(plugged: Plugged | undefined, on: Network): string {
  if (plugged === 'controller') return 'mgmt';
  if (plugged === 'central') return 'm253';
  return plugged === undefined ? `${on.slice(0, 1)}*` : plugged.ports[on];
}
