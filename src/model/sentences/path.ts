import type { Sentences } from '../describe.ts';

type Kinds = 'path-broken' | 'path-mtu' | 'path-isolated' | 'path-wrong-nic';

export const pathSentences: Sentences<Kinds> = {
  'path-broken': ({ from, to, payload, oneWay }) => ({
    summary: oneWay
      ? `${from} gets no answer from ${to} over the underlay (pings of ${payload} bytes), though ${to} gets one from ${from}`
      : `no ping passes between ${from} and ${to} over the underlay (${payload} bytes, nor small ones)`,
    hint: `look for a filter, a VLAN or a cable between the two; ${onlyIcmp}`,
  }),
  'path-mtu': ({ from, to, payload }) => ({
    summary: `small pings pass between ${from} and ${to}, unfragmented ones of ${payload} bytes do not`,
    hint: `something on the way has a smaller MTU than the NICs say: raise it, or lower the overlay's MTU and declare overlay_mtu; ${onlyIcmp}`,
  }),
  'path-isolated': ({ node, peers, of, oneWay }) => ({
    summary: `${oneWay ? 'pings pass one way only' : 'no ping passes'} between ${node} and ${peers} of its ${of} peers over the underlay`,
    hint: oneWay
      ? `look for a packet filter on the node or at its switch port; ${onlyIcmp}`
      : `look at cable, switch port and VLAN of the node's underlay NIC; ${onlyIcmp}`,
  }),
  'path-wrong-nic': ({ from, to, device, expected }) => ({
    summary: `${from} would send to ${some(to)} by ${device}, not by ${expected}`,
    hint: 'look at `ip route get ADDRESS from ADDRESS` on the node: tunnels would take the same way',
  }),
};

const onlyIcmp = 'ping proves ICMP only, tunnels need UDP 6081 too';

function some(names: readonly string[]): string {
  const [first = '', ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
