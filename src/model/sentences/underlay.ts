import type { Sentences } from '../describe.ts';

type Kinds =
  | 'underlay-undeclared'
  | 'management-unknown'
  | 'interface-missing'
  | 'interface-down'
  | 'address-missing'
  | 'address-elsewhere'
  | 'address-unusable'
  | 'prefix-mismatch'
  | 'no-candidate'
  | 'several-candidates'
  | 'mtu-too-small'
  | 'duplicate-endpoint'
  | 'endpoint-in-use'
  | 'handed-over'
  | 'not-an-address'
  | 'foreign-key'
  | 'mixed'
  | 'mixed-unproven';

export const underlaySentences: Sentences<Kinds> = {
  'underlay-undeclared': () => ({
    summary: 'the inventory names no underlay for this node',
    hint: 'give it underlay: { ip, interface or subnet }, or underlay: false to stay on the management address',
  }),
  'management-unknown': () => ({
    summary: 'the management address of this node is not known',
    hint: 'give address as an IP address, or name the underlay by ip, interface or subnet',
  }),
  'interface-missing': ({ interface: name, found }) => ({
    summary: `there is no NIC ${name}; the node has ${list(found)}`,
    hint: 'correct underlay.interface in the inventory',
  }),
  'interface-down': ({ interface: name }) => ({
    summary: `NIC ${name} is down`,
    hint: `bring it up on the node: \`ip link set ${name} up\` (and in netplan, so that it stays up)`,
  }),
  'address-missing': ({ address, found }) => ({
    summary: `address ${address} is on no NIC; the node has ${list(found)}`,
    hint: "configure the address in the node's netplan, or correct underlay.ip in the inventory",
  }),
  'address-elsewhere': ({ address, interface: name, expected }) => ({
    summary: `address ${address} is on NIC ${name}, not on ${expected}`,
    hint: 'correct underlay.interface in the inventory, or move the address on the node',
  }),
  'address-unusable': ({ address, interface: name }) => ({
    summary: `address ${address} on ${name} is tentative, deprecated or a duplicate`,
    hint: `look at \`ip addr show ${name}\` on the node: is another host using the address?`,
  }),
  'prefix-mismatch': ({ address, interface: name, declared, actual }) => ({
    summary: `address ${address} on ${name} has prefix /${actual}, the inventory says /${declared}`,
    hint: 'make the two agree: the prefix decides which peers are reached directly',
  }),
  'no-candidate': ({ wanted, found }) => ({
    summary: `no global address on ${wanted}; the node has ${list(found)}`,
    hint: 'correct underlay in the inventory, or configure the address on the node',
  }),
  'several-candidates': ({ wanted, found }) => ({
    summary: `several addresses fit ${wanted}: ${list(found)}`,
    hint: 'say which one with underlay.ip',
  }),
  'mtu-too-small': ({ interface: name, mtu, needed, overlay }) => ({
    summary: `MTU ${mtu} of NIC ${name} is too small: an overlay of ${overlay} bytes needs ${needed}`,
    hint: `raise the MTU of ${name} and of its switch ports to ${needed}, or lower the overlay's MTU and declare overlay_mtu`,
  }),
  'duplicate-endpoint': ({ address, nodes }) => ({
    summary: `${nodes.join(' and ')} would both have endpoint ${address}`,
    hint: 'OVN allows one chassis per address: give each node its own',
  }),
  'handed-over': ({ nodes }) => ({
    summary: `an address goes from one node to another: ${nodes.join(', ')} cannot move without losing packets`,
    hint: 'they move one after the other, members of a swap by way of their management address; traffic returns with the last write',
  }),
  'endpoint-in-use': ({ address, taker, holder }) => ({
    summary: `${taker} would take ${address} while ${holder} still holds it`,
    hint: `both wait for each other, and no management address is free to wait on: move ${holder} to a spare address first, in a run of its own`,
  }),
  'not-an-address': ({ key, value }) => ({
    summary: `${key} would become "${value}", which is no plain IP address`,
    hint: 'OVN accepts any text and its peers then lose their tunnels: write a bare address',
  }),
  'foreign-key': ({ key, value, wanted }) => ({
    summary: `external_ids:${key} is "${value}" and wins over the wanted "${wanted}"`,
    hint: `somebody set it for this chassis on purpose; if not: \`ovs-vsctl remove Open_vSwitch . external_ids ${key}\``,
  }),
  mixed: ({ others, joins }) => ({
    summary: mixture(others.join(', '), joins),
    hint: 'move all nodes at once; or, where every pair answers over its final addresses, --allow mixed',
  }),
  'mixed-unproven': ({ others }) => ({
    summary: `would move away from ${others.join(', ')}, and no pings over the final addresses have passed both ways`,
    hint: 'let the networks reach each other, with underlay_path in the playbook, or move all nodes at once',
  }),
};

function list(items: readonly string[]): string {
  return items.join(', ') || 'none';
}

function mixture(others: string, joins: 'with' | 'without' | undefined): string {
  if (joins === 'with') return `would have an underlay of its own, which ${others} have not`;
  if (joins === 'without') return `would stay on its management address, unlike ${others}`;
  return `only a part of the fleet would move: ${others} would stay behind`;
}
