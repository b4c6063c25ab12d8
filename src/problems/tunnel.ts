import { kind } from './kind.ts';

interface Peers {
  peers: readonly string[];
}

/** With the tunnels to other nodes. */
export const tunnel = {
  'tunnels-not-applicable': kind<{ reason: string }>({
    class: 'note',
    summary: ({ reason }) => `tunnels cannot be judged: ${reason}`,
    hint: 'the endpoints in the database are still checked',
    variant: ({ reason }) => reason,
  }),
  'tunnel-unattended': kind({
    class: 'tunnel',
    summary: 'ovn-controller has stopped since this run began: nobody moves the tunnels',
    hint: 'start it on the node, read its log, then run again',
  }),
  'tunnel-missing': kind<Peers>({
    class: 'tunnel',
    summary: ({ peers }) => `no tunnel to the endpoint of ${peers.join(', ')}`,
    hint: 'check that ovn-controller is connected on both nodes (`ovn-appctl -t ovn-controller connection-status`); its log names rejected endpoints',
  }),
  'tunnel-broken': kind<
    Peers & {
      reason: string;
      /** It met another one with the same addresses: OVS does not try again by itself. */
      stuck: boolean;
    }
  >({
    class: 'tunnel',
    summary: ({ peers, reason }) => `OVS cannot make the tunnel to ${peers.join(', ')}: ${reason}`,
    hint: 'look at ovn-encap-ip of the peer: OVN publishes any text',
  }),
  'tunnel-stale': kind<Peers>({
    class: 'tunnel',
    summary: ({ peers }) => `a tunnel to an old endpoint of ${peers.join(', ')} is still there`,
    hint: 'look for a second chassis with the same name: `ovn-sbctl show` lists them',
  }),
  'tunnel-source': kind<Peers & { address: string | null }>({
    class: 'tunnel',
    summary: ({ peers, address }) =>
      `the tunnel to ${peers.join(', ')} sends from ${address === null ? 'any address of the node' : `${address}, which is not its endpoint`}`,
    hint: 'ovn-set-local-ip=true makes OVN 22.03 to 24.08 send from the endpoint',
  }),
  'tunnel-egress': kind<Peers & { found: string; expected: string }>({
    class: 'tunnel',
    summary: ({ peers, found, expected }) =>
      `the way to ${peers.join(', ')} leads through ${found}, not through ${expected}`,
    hint: 'look at `ip route get` for the endpoint of the peer',
  }),
  'tunnel-down': kind<Peers>({
    class: 'tunnel',
    summary: ({ peers }) =>
      `BFD, which gateways depend on, does not reach ${peers.join(', ')} any more`,
    hint: 'let UDP 6081 through on the underlay, in both directions; `ovs-vsctl --columns=name,bfd_status list Interface` tells more',
  }),
  'tunnel-one-way': kind<Peers>({
    class: 'tunnel',
    summary: ({ peers }) => `${peers.join(', ')} receives nothing that this node sends`,
    hint: 'let UDP 6081 through on the underlay, in both directions; ICMP that passes does not prove it',
  }),
  'tunnel-unproven': kind<Peers>({
    class: 'note',
    summary: ({ peers }) =>
      `no packet from here has reached ${peers.join(', ')} yet: nothing was sent`,
    hint: 'an idle tunnel is not a fault; a ping between two workloads proves it',
  }),
};
