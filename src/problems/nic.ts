import type { LxdNetwork } from '../model/facts.ts';
import { kind } from './kind.ts';
import { lxdNetworks } from './lxd.ts';

/** In a node's NICs and addresses, as the inventory names them. */
export const nic = {
  'underlay-undeclared': kind({
    class: 'rule',
    summary: 'the inventory names no underlay for this node',
    hint: 'give it underlay: { ip, interface or subnet }, or underlay: false to stay on the management address',
  }),
  'management-unknown': kind({
    class: 'rule',
    summary: 'the management address of this node is not known',
    hint: 'give address as an IP address, or name the underlay by ip, interface or subnet',
  }),
  'interface-missing': kind<{ interface: string; found: readonly string[] }>({
    class: 'rule',
    summary: ({ interface: name, found }) => `there is no NIC ${name}; the node has ${list(found)}`,
    hint: 'correct underlay.interface in the inventory',
  }),
  'interface-down': kind<{ interface: string }>({
    class: 'rule',
    summary: ({ interface: name }) => `NIC ${name} is down`,
    hint: ({ interface: name }) =>
      `bring it up on the node: \`ip link set ${name} up\` (and in netplan, so that it stays up)`,
  }),
  'no-carrier': kind<{ interface: string }>({
    class: 'rule',
    summary: ({ interface: name }) => `NIC ${name} is up, but has no carrier`,
    hint: 'check cable, transceiver and switch port; on a bond, its members',
  }),
  'address-missing': kind<{ address: string; found: readonly string[] }>({
    class: 'rule',
    summary: ({ address, found }) => `address ${address} is on no NIC; the node has ${list(found)}`,
    hint: "configure the address in the node's netplan, or correct underlay.ip in the inventory",
  }),
  'address-elsewhere': kind<{ address: string; interface: string; expected: string }>({
    class: 'rule',
    summary: ({ address, interface: name, expected }) =>
      `address ${address} is on NIC ${name}, not on ${expected}`,
    hint: 'correct underlay.interface in the inventory, or move the address on the node',
  }),
  'address-unusable': kind<{ address: string; interface: string }>({
    class: 'rule',
    summary: ({ address, interface: name }) =>
      `address ${address} on ${name} is tentative, deprecated or a duplicate`,
    hint: ({ interface: name }) =>
      `look at \`ip addr show ${name}\` on the node: another host may use the address`,
  }),
  'prefix-mismatch': kind<{
    address: string;
    interface: string;
    declared: number;
    actual: number;
  }>({
    class: 'rule',
    summary: ({ address, interface: name, declared, actual }) =>
      `address ${address} on ${name} has prefix /${actual}, the inventory says /${declared}`,
    hint: 'make the two agree: the prefix decides which peers are reached directly',
  }),
  'no-candidate': kind<{ wanted: string; found: readonly string[] }>({
    class: 'rule',
    summary: ({ wanted, found }) => `no global address on ${wanted}; the node has ${list(found)}`,
    hint: 'correct underlay in the inventory, or configure the address on the node',
  }),
  'several-candidates': kind<{ wanted: string; found: readonly string[] }>({
    class: 'rule',
    summary: ({ wanted, found }) => `several addresses fit ${wanted}: ${list(found)}`,
    hint: 'name one with underlay.ip',
  }),
  'secondary-address': kind<{ address: string; version: string }>({
    class: 'rule',
    summary: ({ address, version }) =>
      `${address} is a secondary address, and OVN ${version} would not send from it here`,
    hint: 'make it the first address of its network on the NIC, or let ovn-set-local-ip be true (OVN 22.03 and later)',
  }),
  'mtu-too-small': kind<{
    interface: string;
    mtu: number;
    needed: number;
    overlay: number;
    /** Of LXD, those that would lose packets; empty: nothing is known of any. */
    networks: readonly LxdNetwork[];
  }>({
    class: 'rule',
    summary: ({ interface: name, mtu, needed, overlay, networks }) =>
      `MTU ${mtu} of NIC ${name} is too small: an overlay of ${overlay} bytes needs ${needed}${networks.length === 0 ? '' : ` (${lxdNetworks(networks)})`}`,
    hint: ({ interface: name, needed, networks }) =>
      `raise the MTU of ${name} and of its switch ports to ${needed}, or lower ${networks.length === 0 ? "the overlay's MTU and declare overlay_mtu" : 'bridge.mtu of these networks and restart their instances'}`,
  }),
  'mtu-shrinks': kind<{ from: string; fromMtu: number; to: string; toMtu: number }>({
    class: 'rule',
    summary: ({ from, fromMtu, to, toMtu }) =>
      `the endpoint would move from ${from} (MTU ${fromMtu}) to ${to} (MTU ${toMtu})`,
    hint: 'overlay networks that were made for the larger MTU would lose full-size packets: raise the MTU, or declare overlay_mtu in the playbook',
  }),
  'underlay-is-management': kind<{ address: string }>({
    class: 'warning',
    summary: ({ address }) => `the underlay address ${address} is the management address, too`,
    hint: 'east-west traffic then shares the management network; write underlay: false if that is meant',
  }),
  'strict-rp-filter': kind<{ interface: string }>({
    class: 'warning',
    summary: ({ interface: name }) => `NIC ${name} has a strict reverse-path filter (rp_filter=1)`,
    hint: 'it drops packets whose way back leads through another NIC; rp_filter=2 (loose) is usually enough',
  }),
};

function list(items: readonly string[]): string {
  return items.join(', ') || 'none';
}
