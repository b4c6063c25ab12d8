import { groupBy } from '../model/group-by.ts';
import type { ChassisRow, ClusterRow, Membership, MemberSource } from '../model/membership.ts';
import type { Problem } from '../problems/problem.ts';
import { foldedName, isHost, isName, shortName } from './member-names.ts';

/** A host of a cluster, as all who know of it say. */
export interface Member {
  readonly name: string;
  /** Where to log in, best first: of a plain chassis its hostname, if that resolves, else its endpoints. */
  readonly addresses: readonly string[];
  /** Its system-id; null: nobody says. */
  readonly chassis: string | null;
  readonly sources: readonly MemberSource[];
}

export interface Roster {
  readonly members: readonly Member[];
  /** What was left out, and why; an error among them speaks against the whole. */
  readonly odd: readonly Problem[];
}

/** The members of a cluster, joined by chassis name; what is odd about them is told, never dropped. */
export function rosterOf(membership: Membership): Roster {
  const southbound = rowsOf(membership.southbound);
  const ours = (southbound ?? []).filter(({ foreign }) => foreign === null);
  const told = clusterSources.flatMap((source) => {
    const rows = rowsOf(membership[source]) ?? [];
    return rows.map((row): Told => ({ ...row, source }));
  });
  const wrong = [...unfit(told), ...twice(told)];
  const hosts = joined(ours, told);
  const members = hosts.filter(southbound === null || told.length === 0 ? isThere : isMember);
  return {
    members: members.map(memberOf).toSorted(byName),
    odd: [
      ...wrong,
      ...unread(membership),
      ...(southbound ?? []).flatMap(notOurs),
      ...hosts.flatMap(namesDiffer),
      ...hosts.filter((host) => !members.includes(host)).map(leftOut),
      ...members.flatMap(unusable),
    ],
  };
}

function byName(a: Member, b: Member): number {
  return a.name.localeCompare(b.name, 'en', { numeric: true });
}

const clusterSources = ['microovn', 'microcloud', 'lxd'] as const;

type Told = ClusterRow & { readonly source: MemberSource };

/** What is known of one host. */
interface Host {
  readonly chassis: ChassisRow | null;
  readonly told: Told[];
}

function rowsOf<Row>(answer: { readonly outcome: string; readonly rows?: readonly Row[] }) {
  return answer.rows ?? null;
}

const isThere = (): boolean => true;
const isMember = ({ chassis, told }: Host): boolean => chassis !== null && told.length > 0;

function joined(chassis: readonly ChassisRow[], told: readonly Told[]): readonly Host[] {
  const hosts: Host[] = chassis.map((row) => ({ chassis: row, told: [] }));
  for (const row of told) {
    const host = hostOf(row, hosts);
    if (host === undefined) hosts.push({ chassis: null, told: [row] });
    else host.told.push(row);
  }
  return hosts;
}

/** By chassis name first, for MicroOVN's names are system-ids; an address tells where names do not. */
function hostOf(row: Told, hosts: readonly Host[]): Host | undefined {
  const same = (text: string): boolean => foldedName(text) === foldedName(row.name);
  const ways: readonly ((host: Host) => boolean)[] = [
    ({ chassis }) => chassis !== null && same(chassis.name),
    ({ told }) => told.some(({ name }) => same(name)),
    ({ chassis }) => chassis !== null && shortName(chassis.hostname) === shortName(row.name),
    ({ told }) => told.some(({ address }) => address === row.address),
    ({ chassis }) => chassis?.endpoints.includes(row.address) === true,
  ];
  for (const way of ways) {
    const found = hosts.filter(way);
    const [only] = found;
    if (found.length === 1) return only;
  }
  return undefined;
}

function memberOf(host: Host, _at: number, all: readonly Host[]): Member {
  const { chassis, told } = host;
  const addresses = told.map(({ address }) => address);
  const byOvn = told.find(({ source }) => source === 'microovn')?.name;
  return {
    name: told[0]?.name ?? plainName(host, all),
    addresses:
      addresses.length > 0 || chassis === null
        ? addresses.slice(0, 1)
        : [chassis.hostname, ...chassis.endpoints].filter(isHost),
    chassis: chassis?.name ?? byOvn ?? null,
    sources: [
      ...(chassis === null ? [] : (['southbound'] as const)),
      ...told.map(({ source }) => source),
    ],
  };
}

/** Its hostname, where no other chassis has it. */
function plainName({ chassis }: Host, all: readonly Host[]): string {
  if (chassis === null) return '';
  const { name, hostname } = chassis;
  const others = all.filter((other) => other.chassis?.hostname === hostname);
  return others.length === 1 && isName(hostname) ? hostname : name;
}

function unfit(told: readonly Told[]): readonly Problem[] {
  return told.flatMap(({ name, address, source }): readonly Problem[] => [
    ...(isName(name) ? [] : [{ kind: 'member-odd', what: 'name', text: name, source } as const]),
    ...(isHost(address)
      ? []
      : [{ kind: 'member-odd', what: 'address', text: address, source } as const]),
  ]);
}

/** Of a chassis only what the inventory will take. */
function unusable(host: Host, at: number, all: readonly Host[]): readonly Problem[] {
  if (host.told.length > 0) return [];
  const { name, addresses } = memberOf(host, at, all);
  const odd = { kind: 'member-odd', source: 'southbound' } as const;
  if (!isName(name)) return [{ ...odd, what: 'name', text: name }];
  return addresses.length > 0 ? [] : [{ ...odd, what: 'address', text: '' }];
}

function twice(told: readonly Told[]): readonly Problem[] {
  const groups = groupBy(told, ({ name, source }) => `${source} ${foldedName(name)}`);
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined || rows.length === 1) return [];
    const addresses = rows.map(({ address }) => address);
    return [{ kind: 'member-twice', name: first.name, addresses, source: first.source }];
  });
}

function unread(membership: Membership): readonly Problem[] {
  return (['southbound', ...clusterSources] as const).flatMap((source) => {
    const answer = membership[source];
    if (answer.outcome === 'answered' || answer.outcome === 'absent') return [];
    return [{ kind: 'member-source-unread', source, reason: answer.reason }];
  });
}

function notOurs({ name: chassis, foreign }: ChassisRow): readonly Problem[] {
  return foreign === null ? [] : [{ kind: 'chassis-not-ours', chassis, mark: foreign }];
}

/** A system-id may be anything; host names are to be one. */
function namesDiffer({ chassis, told }: Host): readonly Problem[] {
  const [first] = told;
  if (first === undefined) return [];
  const hostname = chassis === null || chassis.hostname === '' ? [] : [chassis.hostname];
  const names = [...told.map(({ name }) => name), ...hostname];
  const distinct = [...new Map(names.map((name) => [shortName(name), name])).values()];
  return distinct.length === 1
    ? []
    : [{ kind: 'member-names-differ', name: first.name, names: distinct }];
}

function leftOut({ chassis, told }: Host): Problem {
  if (chassis !== null) {
    const { name, endpoints: addresses } = chassis;
    return { kind: 'chassis-without-member', chassis: name, addresses };
  }
  const sources = told.map(({ source }) => source);
  return { kind: 'member-without-ovn', name: told[0]?.name ?? '', sources };
}
