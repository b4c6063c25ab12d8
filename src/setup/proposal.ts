import { networkOf, parseCidr } from '../model/address.ts';
import { groupBy } from '../model/group-by.ts';
import type { Candidate } from './candidate.ts';

/**
 * The likely choice: of the networks that all nodes are in, the one with the fastest links, then the
 * largest MTU; without such a network, each node's best. Never an unfit one, nor the management NIC.
 * At most one for each node.
 */
export function proposeNics(candidates: readonly Candidate[]): readonly Candidate[] {
  const fit = candidates.filter(({ unfit, management }) => unfit === null && !management);
  const nodes = new Set(candidates.map(({ node }) => node));
  const shared = [...groupBy(fit, networkOfCandidate).values()]
    .map(bestOfEach)
    .filter(({ length }) => length === nodes.size);
  const [best] = shared.toSorted((a, b) => better(weakest(a), weakest(b)));
  return best ?? bestOfEach(ofOneFamily(fit));
}

/** OVN takes one family for all nodes: the one that more of them have, IPv4 if both. */
function ofOneFamily(fit: readonly Candidate[]): readonly Candidate[] {
  const of = (family: string) =>
    fit.filter(({ address }) => parseCidr(address)?.address.family === family);
  const [v4, v6] = [of('IPv4'), of('IPv6')];
  return bestOfEach(v6).length > bestOfEach(v4).length ? v6 : v4;
}

/** In the order of the nodes. */
function bestOfEach(fit: readonly Candidate[]): readonly Candidate[] {
  const byNode = groupBy(fit, ({ node }) => node);
  return [...byNode.values()].flatMap((own) => own.toSorted(better).slice(0, 1));
}

/** A network is as good as its worst link. */
function weakest(chosen: readonly Candidate[]): Pick<Candidate, 'speed' | 'mtu'> {
  return {
    speed: Math.min(...chosen.map(({ speed }) => speed ?? 0)),
    mtu: Math.min(...chosen.map(({ mtu }) => mtu)),
  };
}

/** What a node has listed first stays first among equals. */
function better(a: Pick<Candidate, 'speed' | 'mtu'>, b: Pick<Candidate, 'speed' | 'mtu'>): number {
  return (b.speed ?? 0) - (a.speed ?? 0) || b.mtu - a.mtu;
}

function networkOfCandidate({ address }: Candidate): string {
  const cidr = parseCidr(address);
  return cidr === null ? '' : networkOf(cidr);
}
