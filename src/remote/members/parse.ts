import type { FromSchema } from 'json-schema-to-ts';
import { clusterAnswer, clusterList, lxdMembers, ovnMembers } from '../../generated/answers.js';
import { distinct } from '../../model/distinct.ts';
import type { ChassisRow, ClusterRow, Membership, SourceAnswer } from '../../model/membership.ts';
import { ok, type Result } from '../../model/result.ts';
import { describe, type Problem } from '../../problems/problem.ts';
import { type Frame, type Frames, isMissing, refusal } from '../frames.ts';
import { parseJson } from '../json.ts';
import { uuids } from '../southbound/parse.ts';
import type {
  clusterAnswerSchema,
  clusterListSchema,
  lxdMembersSchema,
  ovnMembersSchema,
} from './schemas.ts';

/** What members.sh printed. Of each member its name and address are kept, and nothing else. */
export function parseMembers(frame: Frames): Membership {
  const list = (name: string) => answer(frame(name), listed);
  return {
    southbound: answer(frame('southbound'), chassisIn),
    microovn: firstOf(list('microovn'), answer(frame('microovn-socket'), socketed)),
    microcloud: firstOf(list('microcloud'), list('microcloud-local')),
    lxd: answer(frame('lxd'), lxdIn),
  };
}

type Read<Row> = Result<readonly Row[], Problem>;

function answer<Row>(frame: Frame, read: (text: string) => Read<Row>): SourceAnswer<Row> {
  if (isMissing(frame)) return { outcome: 'absent' };
  if (frame.exit !== 0) return unread(frame);
  const rows = read(frame.stdout);
  if (rows.ok) return { outcome: 'answered', rows: rows.value };
  return { outcome: 'garbage', reason: describe(rows.error).summary };
}

function unread(frame: Frame): SourceAnswer<never> {
  // 137: it did not even end when it was told to.
  if (frame.exit === 137) return unread({ ...frame, exit: 124 });
  const reason = secretless(refusal(frame), frame);
  if ([124, 142].includes(frame.exit)) return { outcome: 'hanging', reason };
  const isDenied = /permission denied|access denied|not authorized|forbidden/i.test(frame.stderr);
  return { outcome: isDenied ? 'denied' : 'failed', reason };
}

/** No text is shown that may hold more than a reason. */
function secretless(reason: string, { exit }: Frame): string {
  return /secret|token|-----/i.test(reason) ? `exit code ${exit}` : reason;
}

/** The second is asked where the first did not answer; the first says why, unless it is not there. */
function firstOf<Row>(first: SourceAnswer<Row>, second: SourceAnswer<Row>): SourceAnswer<Row> {
  if (first.outcome === 'answered' || second.outcome === 'absent') return first;
  return second.outcome === 'answered' || first.outcome === 'absent' ? second : first;
}

function listed(text: string): Read<ClusterRow> {
  const list = parseJson<List>('cluster list', text, clusterList);
  return list.ok ? ok(clusterRows(list.value)) : list;
}

function socketed(text: string): Read<ClusterRow> {
  const core = parseJson<Core>('/core/1.0/cluster', text, clusterAnswer);
  return core.ok ? ok(clusterRows(core.value.metadata)) : core;
}

function clusterRows(members: List): readonly ClusterRow[] {
  return members.map(({ name, address }) => ({ name, address: withoutPort(address) }));
}

function lxdIn(text: string): Read<ClusterRow> {
  const list = parseJson<Lxd>('lxc cluster list', text, lxdMembers);
  if (!list.ok) return list;
  return ok(list.value.map(({ server_name: name, url }) => ({ name, address: hostIn(url) })));
}

function chassisIn(text: string): Read<ChassisRow> {
  const tables = parseJson<Tables>('ovsdb-client', text, ovnMembers);
  return tables.ok ? ok(joined(tables.value)) : tables;
}

function joined([chassis, encaps]: Tables): readonly ChassisRow[] {
  const byId = new Map(encaps.rows.map(({ _uuid: [, id], ip }) => [id, ip]));
  return chassis.rows.map(({ name, hostname, encaps: references, other_config: [, config] }) => {
    const endpoints = distinct(uuids(references).flatMap((id) => byId.get(id) ?? []));
    const mark = config.find(([key, value]) => foreignMarks.includes(key) && value === 'true');
    return { name, hostname, endpoints, foreign: mark?.[0] ?? null };
  });
}

type Tables = FromSchema<typeof ovnMembersSchema>;
type List = FromSchema<typeof clusterListSchema>;
type Core = FromSchema<typeof clusterAnswerSchema>;
type Lxd = FromSchema<typeof lxdMembersSchema>;

const foreignMarks: readonly string[] = ['is-remote', 'is-interconn', 'is-vtep'];

/** `198.18.0.11:6443`, `[2001:db8::11]:6443`. */
export function withoutPort(address: string): string {
  const [, bracketed, plain] = /^(?:\[(.*)\]|([^:]*))(?::\d{1,5})?$/.exec(address) ?? [];
  return bracketed ?? plain ?? address;
}

/** `https://198.18.0.11:8443`; of another text the whole, which is no address. */
function hostIn(url: string): string {
  const [, host] = /^https:\/\/([^/]*)\/?$/.exec(url) ?? [];
  return host === undefined ? url : withoutPort(host);
}
