import { resolve } from 'node:path';
import { sshOf } from '../connector.ts';
import { readHosts, specOf } from './hosts.ts';
import { type InitRequest, type Step, stopped } from './request.ts';
import { ofRun, reportOf, usage } from '../report-of.ts';
import { withWorld } from '../world.ts';
import type { World } from '../../engine/ports.ts';
import { meet, type Met } from '../../engine/read/members.ts';
import { interruption, reportReading } from '../../engine/report.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { sameHost } from '../../input/native/host.ts';
import { memberSources, type Membership } from '../../model/membership.ts';
import type { Report } from '../../model/report.ts';
import { err, ok } from '../../model/result.ts';
import { type Finding, isError, type Problem } from '../../problems/problem.ts';
import { type Acquaintance, suspicions } from '../../setup/acquaintance.ts';
import { type Member, rosterOf } from '../../setup/members.ts';

/** The members of a cluster, each reached and found to be who it is said to be. */
export interface Found {
  readonly nodes: readonly NodeSpec[];
  /** What is odd about them. */
  readonly said: readonly Finding[];
}

/** What the report does not tell by itself: of one chassis one thing is said. */
export function unsaid(said: readonly Finding[], { problems }: Report): readonly Finding[] {
  const told = problems.flatMap(({ problem }) => ('chassis' in problem ? problem.chassis : []));
  return said.filter(({ problem }) => !('chassis' in problem && told.includes(problem.chassis)));
}

/** Logs in to one member, asks it who the others are, and meets them all; nobody is written to. */
export async function membersFrom(word: string, request: InitRequest): Step<Found> {
  const hosts = readHosts([word], '--from');
  if (!hosts.ok) return stopped(hosts.error);
  const [host] = hosts.value;
  if (host === undefined || hosts.value.length > 1) return stopped([oneOnly]);
  const { options, context } = request;
  const spec = specOf(host, sshOf(options, resolve));
  return withWorld(options, context, async (world) => {
    const [first] = await meet([{ spec, addresses: [] }], world, limitsOf(request));
    return first === undefined
      ? stopped([oneOnly])
      : metBy(first, { world, request, isKnown: () => false });
  });
}

/** The members that an inventory does not name, as the first of its nodes that knows them says. */
export function missingFrom(nodes: readonly NodeSpec[], request: InitRequest): Step<Found> {
  return withWorld(request.options, request.context, async (world) => {
    const sought = nodes.map((spec) => ({ spec, addresses: [] }));
    const met = await meet(sought, world, limitsOf(request));
    const first = met.find(({ membership }) => membership?.ok === true);
    if (first === undefined || world.signal.aborted) return unreached(met, world, []);
    const chassis = met.map(({ reading: { facts } }) => (facts.ok ? facts.value.systemId : null));
    const names = nodes.flatMap(({ name, address }) => [sameHost(name), sameHost(address)]);
    const isKnown = (member: Member): boolean =>
      (member.chassis !== null && chassis.includes(member.chassis)) ||
      [member.name, ...member.addresses].some((each) => names.includes(sameHost(each)));
    return metBy(first, { world, request, isKnown });
  });
}

/** Whoever has been met names the others; those who are known are not met again. */
async function metBy(first: Met, { world, request, isKnown }: Circle): Step<Found> {
  const { reading, membership } = first;
  if (!reading.facts.ok || membership === null) return unreached([first], world, []);
  if (!membership.ok) return stopped([membership.error]);
  const roster = rosterOf(membership.value);
  const nobody = roster.members.length === 0 ? [unknown(membership.value)] : [];
  const said = ofRun([...roster.odd, ...nobody]);
  const members = roster.members.filter((member) => !isKnown(member));
  if (said.some(({ problem }) => isError(problem))) return err(reportOf('init', said));
  const { systemId } = reading.facts.value;
  const others = members.filter(({ chassis, name }) => (chassis ?? name) !== systemId);
  const ssh = reading.spec.ssh;
  const sought = others.map(({ name, addresses }) => {
    const [address = name] = addresses;
    return { spec: specOf({ name, address }, ssh), addresses };
  });
  const met = await meet(sought, world, limitsOf(request));
  const own = members.find((member) => !others.includes(member));
  const all = [
    ...(own === undefined ? [] : [{ member: own, met: first }]),
    ...others.flatMap((member, at) => {
      const found = met[at];
      return found === undefined ? [] : [{ member, met: found }];
    }),
  ];
  return judge(inOrder(all, members), { first: membership.value, said, world });
}

/** Those whom one has met. */
interface Circle {
  readonly world: World;
  readonly request: InitRequest;
  readonly isKnown: (member: Member) => boolean;
}

interface Pair {
  readonly member: Member;
  readonly met: Met;
}

function inOrder(pairs: readonly Pair[], members: readonly Member[]): readonly Pair[] {
  return members.flatMap((member) => pairs.filter((pair) => pair.member === member));
}

interface Terms {
  readonly first: Membership;
  readonly said: readonly Finding[];
  readonly world: World;
}

function judge(pairs: readonly Pair[], { first, said, world }: Terms): Awaited<Step<Found>> {
  const known = pairs.flatMap(acquainted);
  const isWhole = known.length === pairs.length && !world.signal.aborted;
  const all = pairs.map(({ met, member }) => renamed(met, member));
  if (!isWhole) return unreached(all, world, said);
  const findings = [...said, ...suspicions(known, first)];
  if (findings.some(({ problem }) => isError(problem))) return err(reportOf('init', findings));
  return ok({ nodes: all.map(({ reading }) => reading.spec), said: findings });
}

function acquainted({ member, met: { reading, membership } }: Pair): readonly Acquaintance[] {
  if (!reading.facts.ok || membership === null || !membership.ok) return [];
  const { address } = reading.spec;
  return [{ member, address, facts: reading.facts.value, membership: membership.value }];
}

/** The cluster's name for it; its address is the one that led there. */
function renamed(met: Met, { name }: Member): Met {
  const { reading } = met;
  return { ...met, reading: { ...reading, spec: { ...reading.spec, name } } };
}

function unreached(met: readonly Met[], world: World, said: readonly Finding[]) {
  const nodes = met.map(({ reading, membership }) => {
    const report = reportReading(reading);
    const silent = membership?.ok === false ? [membership.error] : [];
    return silent.length === 0
      ? report
      : { ...report, status: 'failed' as const, problems: silent };
  });
  return err(reportOf('init', [...said, ...interruption(world)], { nodes }));
}

function unknown(membership: Membership): Problem {
  const found = memberSources.map((source) => {
    const answer = membership[source];
    const reason = 'reason' in answer ? answer.reason : `is ${answer.outcome}, and names nobody`;
    return { source, reason: answer.outcome === 'absent' ? 'is not there' : reason };
  });
  return { kind: 'members-unknown', found };
}

function limitsOf({ options }: InitRequest) {
  return { forks: options.forks, connectSeconds: options.timeout };
}

const oneOnly = usage('--from names several hosts', 'name one member, which knows the others');
