import { contains, parseCidr, type Address, type Cidr } from '../model/address.ts';
import type { Finding } from '../problems/problem.ts';
import { bare } from './candidates.ts';
import type { Candidate } from './candidate.ts';
import { proposeNics } from './proposal.ts';

/** One `--underlay`: what is wanted of all nodes, or of one. */
export type Wanted =
  | { readonly of: null; readonly by: 'auto' }
  | { readonly of: null; readonly by: 'subnet'; readonly subnet: Cidr }
  | { readonly of: string | null; readonly by: 'interface'; readonly interface: string }
  | { readonly of: string; readonly by: 'address'; readonly address: Address };

/**
 * The candidates that flags mean, any number for each node. What is wanted of one node counts there
 * alone; of subnets any may fit, of interfaces too, of both kinds each.
 */
export function chosenBy(
  wanted: readonly Wanted[],
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const fit = candidates.filter(({ unfit }) => unfit === null);
  const general = wanted.filter(({ of }) => of === null);
  const named = new Set(wanted.map(({ of }) => of));
  const meant = fit.filter(({ node }) => !named.has(node)).filter(fits(general));
  const proposed = general.some(({ by }) => by === 'auto') ? proposeNics(meant) : meant;
  const own = fit.filter((candidate) =>
    wanted.some((each) => each.of === candidate.node && fits([each])(candidate)),
  );
  const chosen = new Set(general.length === 0 ? own : [...proposed, ...own]);
  return candidates.filter((candidate) => chosen.has(candidate));
}

/** What is wrong with a choice that is not exactly one for each node. */
export function misfits(
  nodes: readonly string[],
  candidates: readonly Candidate[],
  chosen: readonly Candidate[],
): readonly Finding[] {
  return nodes.flatMap((node): readonly Finding[] => {
    const own = chosen.filter((each) => each.node === node);
    if (own.length === 1) return [];
    const kind = own.length === 0 ? 'none-chosen' : 'several-chosen';
    const found = own.length === 0 ? candidates.filter((each) => each.node === node) : own;
    return [{ nodes: [node], problem: { kind, node, found: found.map(show) } }];
  });
}

function fits(wanted: readonly Wanted[]): (candidate: Candidate) => boolean {
  const kinds = ['subnet', 'interface', 'address'] as const;
  const asked = kinds.map((kind) => wanted.filter(({ by }) => by === kind));
  return (candidate) =>
    asked.every((group) => group.length === 0 || group.some((each) => fitsOne(each, candidate)));
}

function fitsOne(wanted: Wanted, candidate: Candidate): boolean {
  if (wanted.by === 'interface') return wanted.interface === candidate.interface;
  if (wanted.by === 'address') return wanted.address.text === bare(candidate);
  if (wanted.by === 'auto') return true;
  const address = parseCidr(candidate.address)?.address;
  return address !== undefined && contains(wanted.subnet, address);
}

function show({ interface: name, address, unfit }: Candidate): string {
  const text = address === '' ? name : `${name} ${address}`;
  return unfit === null ? text : `${text} (${unfit})`;
}
