import { networkOf } from '../model/address.ts';
import type { NodeFacts } from '../model/facts.ts';
import { groupBy } from '../model/group-by.ts';
import type { Membership, MemberSource } from '../model/membership.ts';
import { memberSources } from '../model/membership.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { shortName } from './member-names.ts';
import type { Member } from './members.ts';

/** A member that was reached. */
export interface Acquaintance {
  readonly member: Member;
  /** Where it was reached. */
  readonly address: string;
  readonly facts: NodeFacts;
  readonly membership: Membership;
}

/** Whether those who were reached are who the cluster says, and know the same cluster. */
export function suspicions(
  reached: readonly Acquaintance[],
  first: Membership,
): readonly Finding[] {
  const by = reached.find(({ membership }) => membership === first)?.member.name ?? 'the first';
  return [
    ...reached.flatMap(mistaken),
    ...reached.flatMap((other) => disagreements({ name: by, membership: first }, other)),
    ...outsideSubnet(reached),
  ];
}

/** The address leads to another host. */
function mistaken({ member, address, facts }: Acquaintance): readonly Finding[] {
  const { systemId, hostname } = facts;
  const { name, chassis } = member;
  const isMeant = chassis === null ? shortName(hostname) === shortName(name) : systemId === chassis;
  if (isMeant) return [];
  const wanted = chassis === null ? `host ${name}` : `chassis ${chassis}`;
  const found = `host ${hostname} with system-id ${systemId ?? 'none'}`;
  return [{ nodes: [name], problem: { kind: 'member-elsewhere', address, wanted, found } }];
}

interface Answerer {
  readonly name: string;
  readonly membership: Membership;
}

function disagreements(first: Answerer, other: Acquaintance): readonly Finding[] {
  return memberSources.flatMap((source) => {
    const [here, there] = [namesIn(first.membership, source), namesIn(other.membership, source)];
    if (here === null || there === null) return [];
    const onlyFirst = here.filter((name) => !there.includes(name));
    const onlyOther = there.filter((name) => !here.includes(name));
    if (onlyFirst.length === 0 && onlyOther.length === 0) return [];
    const { name } = other.member;
    const both = { first: first.name, other: name, onlyFirst, onlyOther };
    const problem: Problem = { kind: 'members-disagree', source, ...both };
    return [{ nodes: [name], problem }];
  });
}

/** null: it did not answer. */
function namesIn(membership: Membership, source: MemberSource): readonly string[] | null {
  const answer = membership[source];
  if (answer.outcome !== 'answered') return null;
  return answer.rows.map((row) => ('address' in row ? `${row.name} (${row.address})` : row.name));
}

/** A few among many that share one. */
function outsideSubnet(reached: readonly Acquaintance[]): readonly Finding[] {
  const placed = reached.flatMap((each) => placeOf(each));
  const groups = [...groupBy(placed, ({ subnet }) => subnet).values()];
  const most = groups.find(({ length }) => length > placed.length / 2 && length > 1);
  if (most === undefined) return [];
  const subnets = most.slice(0, 1).map(({ subnet }) => subnet);
  return placed
    .filter((each) => !most.includes(each))
    .map(({ name, address }) => ({
      nodes: [name],
      problem: { kind: 'member-outside-subnet', address, subnets },
    }));
}

/** Where the controller reaches it. */
function placeOf({ member: { name }, facts: { managementIp, nics } }: Acquaintance) {
  if (managementIp === null) return [];
  const { text: address } = managementIp;
  const held = nics
    .flatMap(({ addresses }) => addresses)
    .find((each) => each.address.text === address);
  if (held === undefined) return [];
  const text = `${address}/${held.prefix}`;
  return [
    { name, address, subnet: networkOf({ address: held.address, prefix: held.prefix, text }) },
  ];
}
