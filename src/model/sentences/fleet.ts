import type { Sentences } from '../describe.ts';

type Kinds =
  | 'no-carrier'
  | 'mixed-families'
  | 'flow-based-tunnels'
  | 'foreign-chassis'
  | 'secondary-address'
  | 'shared-system-id'
  | 'mtu-shrinks'
  | 'underlay-is-management'
  | 'strict-rp-filter'
  | 'ipsec'
  | 'vif-endpoint'
  | 'system-id-file';

export const fleetSentences: Sentences<Kinds> = {
  'no-carrier': ({ interface: name }) => ({
    summary: `NIC ${name} is up, but has no carrier`,
    hint: 'check cable, transceiver and switch port; on a bond, its members',
  }),
  'mixed-families': ({ v4, v6 }) => ({
    summary: `IPv4 endpoints (${v4.join(', ')}) and IPv6 endpoints (${v6.join(', ')}) would be mixed`,
    hint: 'OVN makes such tunnels, up to 24.08 without a word, and they carry nothing: choose one family',
  }),
  'flow-based-tunnels': ({ users }) => ({
    summary: `${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} flow-based tunnels: no port tells whether they followed the endpoints`,
    hint: 'set ovn-enable-flow-based-tunnels=false before the move, or, if you prove the tunnels yourself: --allow flow-based-tunnels',
  }),
  'foreign-chassis': ({ address, chassis }) => ({
    summary: `address ${address} is held by chassis ${chassis}, which is not in the inventory`,
    hint: `add that node to the inventory, or, if it is gone for good: \`ovn-sbctl chassis-del ${chassis}\``,
  }),
  'secondary-address': ({ address, version }) => ({
    summary: `${address} is a secondary address, and OVN ${version} would not send from it here`,
    hint: 'make it the first address of its network on the NIC, or let ovn-set-local-ip be true (OVN 22.03 and later)',
  }),
  'shared-system-id': ({ systemId, nodes }) => ({
    summary: `${nodes.join(' and ')} have one system-id, ${systemId}`,
    hint: 'cloned machines? Give each its own (/etc/openvswitch/system-id.conf), with ovn-controller stopped',
  }),
  'mtu-shrinks': ({ from, fromMtu, to, toMtu }) => ({
    summary: `the endpoint would move from ${from} (MTU ${fromMtu}) to ${to} (MTU ${toMtu})`,
    hint: 'overlay networks that were made for the larger MTU would lose full-size packets: raise the MTU, or declare overlay_mtu in the playbook',
  }),
  'underlay-is-management': ({ address }) => ({
    summary: `the underlay address ${address} is the management address, too`,
    hint: 'east-west traffic then shares the management network; say underlay: false if it is meant',
  }),
  'strict-rp-filter': ({ interface: name }) => ({
    summary: `NIC ${name} has a strict reverse-path filter (rp_filter=1)`,
    hint: 'packets whose way back leads through another NIC are dropped; 2 (loose) is enough for most',
  }),
  ipsec: () => ({
    summary: 'the tunnels of this node use IPsec',
    hint: 'certificates are for chassis names and stay good; let UDP 500, UDP 4500 and ESP pass on the underlay, leave room for ESP in its MTU, and expect a gap until IKE is done',
  }),
  'vif-endpoint': ({ interfaces, addresses }) => ({
    summary: `${interfaces.join(', ')} ask for an endpoint that goes: external_ids:encap-ip is ${addresses.join(', ')}`,
    hint: "nothing is cut off: they share the node's new endpoint, until encap-ip of these Interfaces names one that it has",
  }),
  'system-id-file': ({ set, file }) => ({
    summary: `system-id is ${set}, but Open vSwitch will set ${file} at its next start`,
    hint: 'make /etc/openvswitch/system-id.conf agree with external_ids:system-id',
  }),
};
