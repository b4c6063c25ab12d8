import { kind } from './kind.ts';

/** In the endpoints that the fleet would have. */
export const endpoint = {
  'duplicate-endpoint': kind<{ address: string; nodes: readonly string[] }>({
    class: 'rule',
    summary: ({ address, nodes }) => `${nodes.join(' and ')} would both have endpoint ${address}`,
    hint: 'OVN allows one chassis per address: give each node its own',
  }),
  'endpoint-in-use': kind<{ address: string; taker: string; holder: string }>({
    class: 'rule',
    summary: ({ address, taker, holder }) =>
      `${taker} would take ${address} while ${holder} still holds it`,
    hint: ({ holder }) =>
      `both wait for each other, and no management address is free to wait on: move ${holder} to a spare address first, in a run of its own`,
  }),
  'foreign-chassis': kind<{ address: string; chassis: string }>({
    class: 'rule',
    summary: ({ address, chassis }) =>
      `address ${address} is held by chassis ${chassis}, which is not in the inventory`,
    hint: ({ chassis }) =>
      `add that node to the inventory, or, if it is gone for good: \`ovn-sbctl chassis-del ${chassis}\``,
  }),
  'handed-over': kind<{ nodes: readonly string[] }>({
    class: 'warning',
    summary: ({ nodes }) =>
      `an address goes from one node to another: ${nodes.join(', ')} cannot move without losing packets`,
    hint: 'the nodes move one after the other, and nodes that swap addresses wait on their management address; traffic returns with the last write',
  }),
  'not-an-address': kind<{ key: string; value: string }>({
    class: 'rule',
    summary: ({ key, value }) => `${key} would become "${value}", which is not a plain IP address`,
    hint: 'write a bare address: OVN accepts any text, and its peers then lose their tunnels',
    variant: ({ key }) => key,
  }),
  'foreign-key': kind<{ key: string; value: string; wanted: string }>({
    class: 'rule',
    summary: ({ key, value, wanted }) =>
      `external_ids:${key} is "${value}" and wins over the wanted "${wanted}"`,
    hint: ({ key }) =>
      `if nobody set it for this chassis on purpose: \`ovs-vsctl remove Open_vSwitch . external_ids ${key}\``,
    variant: ({ key }) => key,
  }),
  'vif-endpoint': kind<{ interfaces: readonly string[]; addresses: readonly string[] }>({
    class: 'warning',
    summary: ({ interfaces, addresses }) =>
      `${interfaces.join(', ')} ask for an endpoint that this move removes: external_ids:encap-ip is ${addresses.join(', ')}`,
    hint: "nothing is cut off: these Interfaces use the node's new endpoint until their encap-ip names one that the node has",
  }),
  'mixed-families': kind<{ v4: readonly string[]; v6: readonly string[] }>({
    class: 'rule',
    summary: ({ v4, v6 }) =>
      `IPv4 endpoints (${v4.join(', ')}) and IPv6 endpoints (${v6.join(', ')}) would be mixed`,
    hint: 'choose one family: OVN makes such tunnels, but they carry nothing (up to OVN 24.08 it reports no error)',
  }),
  'flow-based-tunnels': kind<{ users: readonly string[] }>({
    class: 'rule',
    summary: ({ users }) =>
      `${users.join(', ')} ${users.length === 1 ? 'uses' : 'use'} flow-based tunnels: no port tells whether they followed the endpoints`,
    hint: 'set ovn-enable-flow-based-tunnels=false before the move, or, if you prove the tunnels yourself: --allow flow-based-tunnels',
  }),
  mixed: kind<{
    others: readonly string[];
    /** The node is about to join a fleet that differs from it: the node is with an underlay, or without. */
    joins?: 'with' | 'without';
  }>({
    class: 'rule',
    summary: ({ others, joins }) => mixture(others.join(', '), joins),
    hint: 'move all nodes at once; or, where every pair answers over its final addresses, --allow mixed',
    variant: ({ joins = '' }) => joins,
  }),
  'mixed-unproven': kind<{ others: readonly string[] }>({
    class: 'node',
    summary: ({ others }) =>
      `would move away from ${others.join(', ')}, and no pings over the final addresses have passed both ways`,
    hint: 'let the networks reach each other, with underlay_path in the playbook, or move all nodes at once',
  }),
  allowed: kind<{
    rule: string;
    /** The sentence of the rule. */
    said: string;
  }>({
    class: 'warning',
    summary: ({ rule, said }) => `${said} (allowed by --allow ${rule})`,
    hint: ({ rule }) => `without --allow ${rule} nothing would be written`,
    variant: ({ rule }) => rule,
  }),
};

function mixture(others: string, joins: 'with' | 'without' | undefined): string {
  if (joins === 'with') return `would have an underlay of its own, but ${others} would have none`;
  if (joins === 'without') return `would stay on its management address, unlike ${others}`;
  return `only a part of the fleet would move: ${others} would stay behind`;
}
