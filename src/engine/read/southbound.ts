import { describe } from '../../problems/problem.ts';
import type { OvsFacts } from '../../model/facts.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Southbound } from '../../model/southbound.ts';
import { serversOf } from '../../ovn/remotes.ts';
import type { SouthboundLook } from '../../remote/southbound/parse.ts';
import { looksQuestion, rowsQuestion } from '../../remote/southbound/question.ts';
import type { Question } from '../../remote/question.ts';
import { ask, nodeDeadline } from '../ask.ts';
import type { Read } from './fleet.ts';
import type { Session, World } from '../ports.ts';

/** A node as it was read, and the way to ask it more. */
export interface Asked extends Read {
  readonly session: Session | null;
}

/** Reads southbound databases, by the first selected node that was read. */
export async function readSouthbound(
  remotes: readonly string[],
  { selected }: { readonly selected: ReadonlySet<string> },
  nodes: readonly Asked[],
  terms: Terms,
): Promise<readonly Southbound[]> {
  const node = nodes.find(({ spec, facts }) => facts.ok && selected.has(spec.name));
  if (node === undefined || node.session === null || !node.facts.ok || terms.signal.aborted)
    return [];
  const via = { name: node.spec.name, session: node.session, ovs: node.facts.value.ovs };
  const read: Southbound[] = [];
  for (const remote of remotes) read.push(await readOne(remote, via, terms));
  return read;
}

/** What it takes to ask, and when to give up. */
export interface Terms {
  readonly world: World;
  readonly signal: AbortSignal;
}

export interface Via {
  readonly name: string;
  readonly session: Session;
  readonly ovs: OvsFacts;
}

async function readOne(remote: string, via: Via, terms: Terms): Promise<Southbound> {
  const rows = await put(rowsQuestion(via.ovs, remote), via, terms);
  const about = { remote, via: via.name };
  if (!rows.ok) return { ...about, chassis: rows, gateways: new Map(), refusal: null, silent: [] };
  const { chassis, ...rest } = rows.value;
  // The only server there is has just answered.
  const looks = serversOf(remote).length > 1 ? await lookAll(remote, via, terms) : [];
  const silent = looks.flatMap(({ server, look }) => (look.ok ? [] : [server]));
  return { ...about, chassis: ok(chassis), ...rest, silent };
}

export interface Look {
  readonly server: string;
  readonly look: Result<SouthboundLook, string>;
}

/** Each server on its own. */
export async function lookAll(remote: string, via: Via, terms: Terms): Promise<readonly Look[]> {
  const servers = serversOf(remote);
  const looks = await put(looksQuestion(via.ovs, servers), via, terms);
  return servers.map((server, at) => ({
    server,
    look: looks.ok ? (looks.value[at] ?? err('it was not asked')) : looks,
  }));
}

/** The error is in words. */
export async function put<T>(
  question: Question<Result<T, string>>,
  { session }: Via,
  { world, signal }: Terms,
): Promise<Result<T, string>> {
  const answer = await ask(
    question,
    session,
    world,
    nodeDeadline(world.clock, question.phase, signal),
  );
  return answer.ok ? answer.value : err(describe(answer.error).summary);
}
