import type { Nic, NicAddress } from '../model/facts.ts';
import { groupBy } from '../model/group-by.ts';
import type { Candidate } from './candidate.ts';
import type { Link, Surveyed } from '../remote/links/question.ts';

/** All that could end a tunnel, and what looks as if it could, with the reason why it cannot. */
export function candidatesOf(fleet: readonly Surveyed[]): readonly Candidate[] {
  const all = fleet.flatMap((surveyed) => surveyed.facts.nics.flatMap(rowsOf(surveyed)));
  const byAddress = groupBy(all, bare);
  return all.map((candidate) => {
    if (candidate.unfit !== null || candidate.address === '') return candidate;
    // Such as docker0's, which is the same on every host.
    const other = byAddress.get(bare(candidate))?.find(({ node }) => node !== candidate.node);
    return other === undefined
      ? candidate
      : { ...candidate, unfit: `${other.node} has this address, too` };
  });
}

/** The address without its prefix length. */
export function bare({ address }: Candidate): string {
  return address.split('/')[0] ?? '';
}

const rowsOf =
  ({ node, facts, links }: Surveyed) =>
  (nic: Nic): readonly Candidate[] => {
    const link = links.get(nic.name) ?? unknown;
    const management = nic.addresses.some(
      ({ address }) => address.text === facts.managementIp?.text,
    );
    const { name, mtu } = nic;
    const base = { node, interface: name, mtu, management, ...link };
    const shown = shownOf(nic, link);
    return shown.map((held) => {
      const address = held === null ? '' : `${held.address.text}/${held.prefix}`;
      return { ...base, address, unfit: unfitness(nic, held) };
    });
  };

const unknown: Link = { type: 'unknown', speed: null };

/** A port without a global address is shown once, so that nobody looks for it in vain. */
function shownOf({ addresses }: Nic, { type }: Link): readonly (NicAddress | null)[] {
  const global = addresses.filter(({ scope }) => scope === 'global');
  if (global.length > 0) return global;
  return ports.includes(type) ? [addresses.find(({ scope }) => scope === 'link') ?? null] : [];
}

// Beside these, a node has taps and bridges of its own by the dozen.
const ports = ['physical', 'vlan', 'bond'];

function unfitness({ up, carrier }: Nic, held: NicAddress | null): string | null {
  if (!up) return 'the NIC is down';
  if (!carrier) return 'no carrier';
  if (held === null) return 'no address';
  if (held.scope !== 'global') return 'link-local address only';
  return held.usable ? null : 'address tentative, deprecated or a duplicate';
}
