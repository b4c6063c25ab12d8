import { datapath } from './environment.ts';

/** Which of a node's two networks; a fault or a capture is on one of them. */
export type Network = 'management' | 'underlay';

export interface Addresses {
  name: string;
  management: string;
  underlay: string;
  underlayPrefix: number;
  /** What has the addresses: the NICs themselves, or with OVN in userspace bridges over them. */
  nics: Record<Network, string>;
  /** The switch's ends of the node's NICs. */
  ports: Record<Network, string>;
  workload: { name: string; address: string };
}

export interface Addressing {
  slot: number;
  family: 4 | 6;
  ovn: boolean;
}

export const mostNodes = 200;

export const centralName = 'central';

/** The node's ends of its two wires. */
export const wires: Record<Network, string> = { management: 'eth0', underlay: 'eth1' };

const bridges: Record<Network, string> = { management: 'br-mgt', underlay: 'br-phys' };

export function nodeNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `micro${twoDigits(index + 1)}`);
}

/** What node.sh gives to its NICs: host numbers count from 11, as the names do from 1. */
export function addressesOf(names: readonly string[], addressing: Addressing): Addresses[] {
  const { slot, family, ovn } = addressing;
  return names.map((name, index) => ({
    name,
    management: `198.18.${slot}.${index + 11}`,
    ...(family === 4
      ? { underlay: `198.19.${slot}.${index + 11}`, underlayPrefix: 24 }
      : { underlay: `${prefix6(slot)}::${index + 11}`, underlayPrefix: 64 }),
    nics: ovn && datapath === 'netdev' ? bridges : wires,
    ports: { management: `m${index + 11}`, underlay: `u${index + 11}` },
    workload: { name: `vm${twoDigits(index + 1)}`, address: `198.18.${128 + slot}.${index + 11}` },
  }));
}

/** In the canonical form, that tools print: there ":0::" is "::". */
function prefix6(slot: number): string {
  return slot === 0 ? '2001:db8' : `2001:db8:${slot}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
