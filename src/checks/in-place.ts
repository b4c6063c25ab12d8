import { isStill, type Endpoints } from '../ovn/endpoints.ts';
import { isThaw } from '../ovn/still.ts';
import { ownSouthbound } from '../ovn/southbound.ts';
import { parseAddress } from '../model/address.ts';
import type { NodeFacts } from '../model/facts.ts';
import type { Fleet, NodePlan, NodeState } from '../model/plan.ts';
import type { Southbound, SouthboundChassis } from '../model/southbound.ts';
import { effective, effectiveList, keys } from '../ovn/keys.ts';
import { does } from '../ovn/versions.ts';

/** What a move in place is judged by. */
export interface Parts {
  readonly fleet: Fleet;
  /** Of the nodes that are planned for. */
  readonly drafts: readonly NodePlan[];
  readonly ends: readonly Endpoints[];
  /** Addresses go from one node to another. */
  readonly isHandedOn: boolean;
}

/** Why the endpoints of this fleet cannot move in place, a reason each; none: they can. */
export function obstacles(parts: Parts): readonly string[] {
  const own = ownSouthbound(parts.fleet);
  return [
    ...reasons([
      [parts.isHandedOn, 'addresses go from one node to another'],
      [own === null, 'no southbound database was read that all nodes name'],
    ]),
    ...(own === null ? [] : southboundReasons(own, parts)),
    ...byReason(parts.fleet.nodes.flatMap((node) => nodeReasons(node, parts, own))),
  ];
}

function southboundReasons(own: Southbound, { fleet, drafts }: Parts): readonly string[] {
  const { chassis, refusal, silent, via } = own;
  if (!chassis.ok) return [`the southbound database cannot be read from ${via}: ${chassis.error}`];
  const chosen = drafts.map(({ name }) => name);
  const ours = fleet.nodes.filter(({ spec }) => chosen.includes(spec.name));
  const known = ours.map(({ facts }) => facts.systemId);
  const names = (some: readonly SouthboundChassis[]) => some.map(({ name }) => name).join(', ');
  const strangers = chassis.value.filter(({ name }) => !known.includes(name));
  const abroad = chassis.value.filter(({ interconnected }) => interconnected);
  return reasons([
    [refusal !== null, `the southbound database cannot be written from ${via}: ${refusal}`],
    [silent.length > 0, `a southbound server does not answer: ${silent.join(', ')}`],
    [strangers.length > 0, `chassis ${names(strangers)} would not stand still`],
    [abroad.length > 0, `chassis ${names(abroad)} has peers in other zones (ovn-ic)`],
  ]);
}

type Reason = readonly [applies: boolean, reason: string];

/** Of a node that is a chassis, or whose endpoint moves. */
function nodeReasons({ spec, facts }: NodeState, parts: Parts, own: Southbound | null) {
  const rows = own?.chassis.ok ? own.chassis.value : [];
  const row = rows.find(({ name }) => name === facts.systemId);
  const [ends] = parts.ends.filter(({ node }) => node === spec.name);
  if (ends === undefined || (row === undefined && isStill(ends))) return [];
  const draft = parts.drafts.find(({ name }) => name === spec.name);
  const found = reasons([
    ...factReasons(facts),
    [typesAfter(facts, draft).length !== 1, 'it has no encap type, or several'],
    ...endReasons(facts, ends),
    [row !== undefined && !holds(row, ends), 'the southbound database has other endpoints for it'],
    [
      draft?.changes.some((each) => fixed.includes(each.key) && !isThaw(each)) ?? false,
      `it would change ${fixed.join(' or ')}, too`,
    ],
  ]);
  return found.map((reason) => ({ node: spec.name, reason }));
}

/** A node that changes one of these becomes another chassis. */
const fixed: readonly string[] = [keys.encapType, keys.systemId, keys.remote, keys.bridge];

function factReasons(facts: NodeFacts): readonly Reason[] {
  const { ovnRunning, ovnVersion, tunnels } = facts;
  const preferred = effective(facts, 'external_ids', keys.defaultEncapIp).value;
  return [
    [!ovnRunning, 'no ovn-controller runs there'],
    [!does('standsStill', ovnVersion, { unknown: true }), 'its OVN is older than 20.06'],
    [tunnels.some(({ remoteIp }) => remoteIp === 'flow'), 'its tunnels are flow-based'],
    [tunnels.some(({ secured }) => secured), 'its tunnels use IPsec'],
    [preferred !== null, `it has ${keys.defaultEncapIp}`],
  ];
}

/** For a node that stands still already, the types of its thaw. */
function typesAfter(facts: NodeFacts, draft: NodePlan | undefined): readonly string[] {
  const thaw = draft?.changes.find(isThaw);
  return thaw?.after?.split(',') ?? effectiveList(facts, keys.encapType);
}

function endReasons({ ovnVersion }: NodeFacts, ends: Endpoints): readonly Reason[] {
  const { before, after } = ends;
  const remembers = does('remembersTunnels', ovnVersion, { unknown: false });
  return [
    [before.length !== 1 || after.length !== 1, 'it has no endpoint, or several'],
    [familyOf(before) !== familyOf(after), 'its endpoint changes between IPv4 and IPv6'],
    [isStill(ends) && remembers, 'it stays, and OVN 25.09 and later remembers its old tunnels'],
  ];
}

function reasons(all: readonly Reason[]): readonly string[] {
  return all.flatMap(([applies, reason]) => (applies ? [reason] : []));
}

/** Names some of the nodes that share a reason. */
function byReason(found: readonly { readonly node: string; readonly reason: string }[]) {
  const distinct = [...new Set(found.map(({ reason }) => reason))];
  return distinct.map((reason) => {
    const names = found.flatMap((each) => (each.reason === reason ? [each.node] : []));
    const [some, more] = [names.slice(0, 3).join(', '), names.length - 3];
    return `${some}${more > 0 ? ` and ${more} more` : ''}: ${reason}`;
  });
}

function holds({ encaps }: SouthboundChassis, { before }: Endpoints): boolean {
  return encaps.length === 1 && encaps[0]?.ip === before[0];
}

function familyOf([address = '']: readonly string[]): string | undefined {
  return parseAddress(address)?.family;
}
