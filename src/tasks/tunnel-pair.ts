import { canonical } from '../model/address.ts';
import type { Tunnel } from '../model/facts.ts';
import { metAnother } from '../ovn/tunnels.ts';
import type { Problem } from '../problems/problem.ts';

/** A node as its peers' tunnels should see it. */
export interface Chassis {
  readonly name: string;
  readonly systemId: string | null;
  /** What its database says, as a list of canonical addresses. */
  readonly endpoints: readonly string[];
  /** Its tunnels must name one of its endpoints as their source. */
  readonly sendsFromThem: boolean;
  readonly zones: readonly string[];
  /** Names of the NICs that hold its endpoints; none: not known. */
  readonly nics: readonly string[];
  readonly tunnels: readonly Tunnel[];
}

/** A problem of the tunnels to some peers. */
export type PairProblem = Extract<Problem, { peers: readonly string[] }>;

/** What is missing of the tunnels from one chassis to another. */
export function judgePair(from: Chassis, to: Chassis): readonly PairProblem[] {
  if (!shareZone(from, to)) return [];
  const peers = [to.name];
  const all = from.tunnels.filter(({ chassis }) => chassis === to.systemId);
  const used = all.filter(({ remoteIp }) => isAmong(to.endpoints, remoteIp));
  if (!to.endpoints.every((remote) => isReached(from, used, remote))) {
    return [{ kind: 'tunnel-missing', peers }];
  }
  const broken = used.find(({ error, ofport }) => error !== null || (ofport ?? 0) < 0);
  if (broken !== undefined) {
    const reason = broken.error ?? 'OVS could not make the port';
    return [{ kind: 'tunnel-broken', peers, reason, stuck: metAnother(broken.error) }];
  }
  return [
    ...(all.length > used.length ? [stale(peers)] : []),
    ...source(from, used, peers),
    ...egress(from, used, peers),
    ...proof(from, to, used),
  ];
}

/** Without zones a chassis is in the one default zone (ovn-controller(8), ovn-transport-zones). */
function shareZone(one: Chassis, other: Chassis): boolean {
  if (one.zones.length === 0 && other.zones.length === 0) return true;
  return one.zones.some((zone) => other.zones.includes(zone));
}

function isAmong(endpoints: readonly string[], address: string | null): boolean {
  return address !== null && endpoints.includes(canonical(address));
}

/** From several endpoints OVN 24.03 and later make a tunnel each; earlier ones leave the source open. */
function isReached({ endpoints }: Chassis, used: readonly Tunnel[], remote: string): boolean {
  const made = used.filter((each) => each.ofport !== null && isAmong([remote], each.remoteIp));
  if (endpoints.length < 2) return made.length > 0;
  return endpoints.every((local) =>
    made.some(({ localIp }) => localIp === null || isAmong([local], localIp)),
  );
}

function stale(peers: readonly string[]): PairProblem {
  return { kind: 'tunnel-stale', peers };
}

function source(
  { endpoints, sendsFromThem }: Chassis,
  used: readonly Tunnel[],
  peers: readonly string[],
): readonly PairProblem[] {
  const wrong = used.find(({ localIp }) =>
    localIp === null ? sendsFromThem : !isAmong(endpoints, localIp),
  );
  return wrong === undefined ? [] : [{ kind: 'tunnel-source', peers, address: wrong.localIp }];
}

/** OVS looks the NIC up when routes change: not to know it says nothing (lib/netdev-vport.c). */
function egress(
  { nics }: Chassis,
  used: readonly Tunnel[],
  peers: readonly string[],
): readonly PairProblem[] {
  const [expected] = nics;
  const known = used.flatMap((tunnel) => tunnel.egress ?? []);
  const found = known.find((name) => !nics.includes(name));
  return expected === undefined || found === undefined
    ? []
    : [{ kind: 'tunnel-egress', peers, found, expected }];
}

/** So many packets sent without one received are no accident of the counters' 5 s rhythm. */
export const enough = 5;

/** Packets that one end sends and the other never receives; without traffic nothing is proven. */
function proof(from: Chassis, to: Chassis, used: readonly Tunnel[]): readonly PairProblem[] {
  const back = to.tunnels.filter(({ chassis }) => chassis === from.systemId);
  if (back.length === 0 || back.some(({ received }) => received > 0)) return [];
  const peers = [to.name];
  return used.some(({ sent }) => sent >= enough)
    ? [{ kind: 'tunnel-one-way', peers }]
    : [{ kind: 'tunnel-unproven', peers }];
}
