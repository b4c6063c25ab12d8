import { canonical } from '../model/address.ts';
import type { Nic, Tunnel } from '../model/facts.ts';
import type { Problem } from '../model/problem.ts';

/** A node as its peers' tunnels should see it. */
export interface Chassis {
  readonly name: string;
  readonly systemId: string | null;
  /** What its database says, as a list. */
  readonly endpoints: readonly string[];
  readonly zones: readonly string[];
  /** The NIC that holds its endpoint; null: not known. */
  readonly nic: Nic | null;
  readonly tunnels: readonly Tunnel[];
}

/** A problem of the tunnels to some peers. */
export type PairProblem = Extract<Problem, { peers: readonly string[] }>;

/** What is missing of the tunnel from one chassis to another. */
export function judgePair(from: Chassis, to: Chassis): readonly PairProblem[] {
  if (!shareZone(from, to)) return [];
  const peers = [to.name];
  const wanted = to.endpoints.map(canonical);
  const all = from.tunnels.filter(({ chassis }) => chassis === to.systemId);
  const [tunnel] = all.filter((each) => wanted.includes(canonical(each.remoteIp ?? '')));
  if (tunnel === undefined || tunnel.ofport === null) return [{ kind: 'tunnel-missing', peers }];
  if (tunnel.error !== null || tunnel.ofport < 0) {
    return [
      { kind: 'tunnel-broken', peers, reason: tunnel.error ?? 'OVS could not make the port' },
    ];
  }
  return [
    ...(all.length > 1 && wanted.length === 1 ? [stale(peers)] : []),
    ...source(from, tunnel, peers),
    ...egress(from, tunnel, peers),
    ...proof(from, to, tunnel),
  ];
}

/** Without zones a chassis is in the one default zone (ovn-controller(8), ovn-transport-zones). */
function shareZone(one: Chassis, other: Chassis): boolean {
  if (one.zones.length === 0 || other.zones.length === 0)
    return one.zones.length === other.zones.length;
  return one.zones.some((zone) => other.zones.includes(zone));
}

function stale(peers: readonly string[]): PairProblem {
  return { kind: 'tunnel-stale', peers };
}

function source(
  from: Chassis,
  { localIp }: Tunnel,
  peers: readonly string[],
): readonly PairProblem[] {
  if (localIp === null || from.endpoints.map(canonical).includes(canonical(localIp))) return [];
  return [{ kind: 'tunnel-source', peers, address: localIp }];
}

/** The key is absent where the node has no route to the peer (vswitchd.conf.db(5)). */
function egress(from: Chassis, tunnel: Tunnel, peers: readonly string[]): readonly PairProblem[] {
  if (from.nic === null || tunnel.egress === from.nic.name) return [];
  return [{ kind: 'tunnel-egress', peers, found: tunnel.egress, expected: from.nic.name }];
}

/** So many packets sent without one received are no accident of the counters' 5 s rhythm. */
const enough = 5;

/** Packets that one end sends and the other never receives; without traffic nothing is proven. */
function proof(from: Chassis, to: Chassis, { sent }: Tunnel): readonly PairProblem[] {
  const back = to.tunnels.find(({ chassis }) => chassis === from.systemId);
  if (back === undefined || back.received > 0) return [];
  const peers = [to.name];
  return sent >= enough
    ? [{ kind: 'tunnel-one-way', peers }]
    : [{ kind: 'tunnel-unproven', peers }];
}
