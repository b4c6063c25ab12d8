import type { LxdNetwork } from '../model/facts.ts';
import { kind } from './kind.ts';
import { lxdNetworks } from './lxd.ts';

/** On the ways over the underlay. */
export const path = {
  'path-broken': kind<{
    from: string;
    to: string;
    payload: number;
    /** The other way is good. */
    oneWay: boolean;
  }>({
    class: 'rule',
    summary: ({ from, to, payload, oneWay }) =>
      oneWay
        ? `${from} gets no answer from ${to} over the underlay (pings of ${payload} bytes), though ${to} gets one from ${from}`
        : `no ping passes between ${from} and ${to} over the underlay (neither of ${payload} bytes nor a small one)`,
    hint: `look for a filter, a VLAN or a cable between the two; ${onlyIcmp()}`,
  }),
  'path-mtu': kind<{
    from: string;
    /** One peer, or how many of them. */
    to: string;
    payload: number;
    /** Of LXD, those that need it. */
    networks: readonly LxdNetwork[];
  }>({
    class: 'rule',
    summary: ({ from, to, payload, networks }) =>
      `small pings pass between ${from} and ${to}, but unfragmented ones of ${payload} bytes do not${networks.length === 0 ? '' : ` (${lxdNetworks(networks)})`}`,
    hint: `something on the way has a smaller MTU than the NICs say: raise it, or lower the overlay's MTU and declare overlay_mtu; ${onlyIcmp()}`,
  }),
  'path-isolated': kind<{
    node: string;
    /** The peers that it does not reach. */
    peers: number;
    of: number;
    /** Pings from the other side pass. */
    oneWay: boolean;
  }>({
    class: 'rule',
    summary: ({ node, peers, of, oneWay }) =>
      `${oneWay ? 'pings pass one way only' : 'no ping passes'} between ${node} and ${peers} of its ${of} peers over the underlay`,
    hint: ({ oneWay }) =>
      oneWay
        ? `look for a packet filter on the node or at its switch port; ${onlyIcmp()}`
        : `look at cable, switch port and VLAN of the node's underlay NIC; ${onlyIcmp()}`,
  }),
  'path-wrong-nic': kind<{
    from: string;
    to: readonly string[];
    device: string;
    expected: string;
  }>({
    class: 'rule',
    summary: ({ from, to, device, expected }) =>
      `${from} would send to ${some(to)} by ${device}, not by ${expected}`,
    hint: 'look at `ip route get ADDRESS from ADDRESS` on the node: tunnels would take the same way',
  }),
};

function onlyIcmp(): string {
  return 'ping proves ICMP only, tunnels need UDP 6081 too';
}

function some([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
