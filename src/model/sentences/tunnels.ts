import type { Sentences } from '../describe.ts';

type Kinds =
  | 'tunnels-not-applicable'
  | 'tunnel-unattended'
  | 'tunnel-missing'
  | 'tunnel-broken'
  | 'tunnel-stale'
  | 'tunnel-source'
  | 'tunnel-egress'
  | 'tunnel-down'
  | 'tunnel-one-way'
  | 'tunnel-unproven'
  | 'southbound-missing'
  | 'southbound-disagrees'
  | 'southbound-unread';

export const tunnelSentences: Sentences<Kinds> = {
  'tunnels-not-applicable': ({ reason }) => ({
    summary: `tunnels cannot be judged: ${reason}`,
    hint: 'the endpoints in the database are judged all the same',
  }),
  'tunnel-unattended': () => ({
    summary: 'ovn-controller ran when this run began and is gone: nobody moves the tunnels',
    hint: 'start it on the node, look into its log, then run again',
  }),
  'tunnel-missing': ({ peers }) => ({
    summary: `no tunnel to the endpoint of ${peers.join(', ')}`,
    hint: 'is ovn-controller connected on both (`ovn-appctl -t ovn-controller connection-status`)? Its log names rejected endpoints',
  }),
  'tunnel-broken': ({ peers, reason }) => ({
    summary: `OVS cannot make the tunnel to ${peers.join(', ')}: ${reason}`,
    hint: 'look at ovn-encap-ip of the peer: OVN publishes any text',
  }),
  'tunnel-stale': ({ peers }) => ({
    summary: `a tunnel to an old endpoint of ${peers.join(', ')} is still there`,
    hint: 'a second chassis with the same name? `ovn-sbctl show` lists them',
  }),
  'tunnel-source': ({ peers, address }) => ({
    summary: `the tunnel to ${peers.join(', ')} is sent from ${address === null ? 'any address of the node' : `${address}, which is not its endpoint`}`,
    hint: 'ovn-set-local-ip=true makes OVN 22.03 to 24.08 send from the endpoint',
  }),
  'tunnel-egress': ({ peers, found, expected }) => ({
    summary: `the way to ${peers.join(', ')} leads through ${found}, not through ${expected}`,
    hint: 'look at `ip route get` for the endpoint of the peer',
  }),
  'tunnel-down': ({ peers }) => ({
    summary: `BFD does not reach ${peers.join(', ')} any more, which gateways depend on`,
    hint: 'is UDP 6081 let through on the underlay, in both directions? `ovs-vsctl --columns=name,bfd_status list Interface` tells more',
  }),
  'tunnel-one-way': ({ peers }) => ({
    summary: `${peers.join(', ')} receives nothing of what this node sends`,
    hint: 'is UDP 6081 let through on the underlay, in both directions? ICMP passing does not prove it',
  }),
  'tunnel-unproven': ({ peers }) => ({
    summary: `no packet from here has reached ${peers.join(', ')} yet: nothing was sent`,
    hint: 'idle tunnels are no fault; a ping between two workloads proves them',
  }),
  'southbound-missing': ({ systemId, holders }) => ({
    summary: `the southbound database has no chassis ${systemId}`,
    hint: unpublished(holders),
  }),
  'southbound-disagrees': ({ systemId, found, wanted, holders }) => ({
    summary: `the southbound database has ${list(found)} for chassis ${systemId}, its own database says ${list(wanted)}`,
    hint: unpublished(holders),
  }),
  'southbound-unread': ({ remote, reason }) => ({
    summary: `the southbound database was not compared: ${remote} cannot be read from here: ${reason}`,
    hint: 'correct `southbound` in the playbook, or let this node reach it; for ssl: it needs the keys that `ovs-vsctl get-ssl` names',
  }),
};

/** The peers follow the southbound, so what stands there is what their tunnels lead to. */
function unpublished([holder]: readonly string[]): string {
  return holder === undefined
    ? 'is ovn-controller running here, and connected to this database? Its log says what it could not publish'
    : `chassis ${holder} holds that endpoint, and OVN gives it to one only: free it there, or, if it is gone for good: \`ovn-sbctl chassis-del ${holder}\``;
}

function list(encaps: readonly string[]): string {
  return encaps.join(', ') || 'nothing';
}
