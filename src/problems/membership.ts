import type { MemberSource } from '../model/membership.ts';
import { kind } from './kind.ts';

const called: Readonly<Record<MemberSource, string>> = {
  southbound: 'the southbound database',
  microovn: 'MicroOVN',
  microcloud: 'MicroCloud',
  lxd: 'LXD',
};

/** With who the members of a cluster are. */
export const membership = {
  'members-unknown': kind<{ found: readonly { source: MemberSource; reason: string }[] }>({
    class: 'node',
    summary: 'nobody on this node says who the members of its cluster are',
    hint: ({ found }) =>
      `${found.map(({ source, reason }) => `${called[source]}: ${reason}`).join('; ')}; log in as root, or name the nodes: --hosts a,b,c`,
  }),
  'members-complete': kind<{ file: string }>({
    class: 'note',
    told: true,
    summary: ({ file }) => `${file} names all members of the cluster`,
    hint: 'nothing was written; to add another host, name it: --add HOST',
  }),
  'member-source-unread': kind<{ source: MemberSource; reason: string }>({
    class: 'warning',
    summary: ({ source, reason }) =>
      `${called[source]} does not say who its members are: ${reason}`,
    hint: 'the others were asked; compare the nodes with what you know of the cluster',
    variant: ({ source }) => source,
  }),
  'member-without-ovn': kind<{ name: string; sources: readonly MemberSource[] }>({
    class: 'warning',
    summary: ({ name, sources }) =>
      `${name} is a member of ${list(sources)}, and no chassis: it is left out`,
    hint: 'if tunnels are to end there, let it run OVN (`microovn enable chassis`); then: `mcreconcile init INVENTORY --add`',
    variant: ({ name }) => name,
  }),
  'chassis-without-member': kind<{ chassis: string; addresses: readonly string[] }>({
    class: 'warning',
    summary: ({ chassis, addresses }) =>
      `chassis ${chassis} (${addresses.join(', ') || 'no address'}) is no member of the cluster: it is left out`,
    hint: ({ chassis }) =>
      `if its machine is gone: \`ovn-sbctl chassis-del ${chassis}\`; otherwise add it by its name, or name it under \`outsiders\``,
    variant: ({ chassis }) => chassis,
  }),
  'chassis-not-ours': kind<{ chassis: string; mark: string }>({
    class: 'note',
    told: true,
    summary: ({ chassis, mark }) => `chassis ${chassis} is left out: OVN marks it ${mark}`,
    hint: 'it belongs to another zone, or is a switch',
    variant: ({ chassis }) => chassis,
  }),
  'member-names-differ': kind<{ name: string; names: readonly string[] }>({
    class: 'warning',
    summary: ({ name, names }) =>
      `one host has several names, ${names.join(' and ')}: ${name} is taken`,
    hint: 'where a MicroOVN member has another name than its host, its system-id changes when Open vSwitch restarts',
    variant: ({ name }) => name,
  }),
  'member-twice': kind<{ name: string; addresses: readonly string[]; source: MemberSource }>({
    class: 'node',
    summary: ({ name, addresses, source }) =>
      `${called[source]} has two members ${name}: ${addresses.join(' and ')}`,
    hint: 'remove the one that is gone from the cluster, or name the nodes: --hosts a,b,c',
    variant: ({ name }) => name,
  }),
  'member-odd': kind<{ what: 'name' | 'address'; text: string; source: MemberSource }>({
    class: 'node',
    summary: ({ what, text, source }) =>
      `${called[source]} has a member whose ${what} is ${JSON.stringify(text)}`,
    hint: 'nobody is contacted by it; correct it in the cluster, or name the nodes: --hosts a,b,c',
    variant: ({ text }) => text,
  }),
  'member-elsewhere': kind<{ address: string; wanted: string; found: string }>({
    class: 'node',
    summary: ({ address, wanted, found }) => `${address} is ${found}, the cluster says ${wanted}`,
    hint: 'the address leads to another host: correct it in the cluster, or name the nodes: --hosts NAME=ADDRESS,…',
    variant: ({ address }) => address,
  }),
  'members-disagree': kind<{
    source: MemberSource;
    first: string;
    other: string;
    /** What only one of the two says. */
    onlyFirst: readonly string[];
    onlyOther: readonly string[];
  }>({
    class: 'node',
    summary: ({ source, first, other, onlyFirst, onlyOther }) =>
      `${called[source]} answers differently on two members: only on ${first} ${those(onlyFirst)}, only on ${other} ${those(onlyOther)}`,
    hint: 'they may be of two clusters, or one was cut off: repair that first, or name the nodes: --hosts a,b,c',
    variant: ({ source }) => source,
  }),
  'member-outside-subnet': kind<{ address: string; subnets: readonly string[] }>({
    class: 'warning',
    told: true,
    summary: ({ address, subnets }) =>
      `management address ${address} is in no subnet of the others (${subnets.join(', ')})`,
    hint: 'the cluster may name another address than you expect: see that this is the host you mean',
  }),
};

function list(sources: readonly MemberSource[]): string {
  return sources.map((source) => called[source]).join(' and ');
}

function those(names: readonly string[]): string {
  return names.join(', ') || 'nothing';
}
