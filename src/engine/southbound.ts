import {
  parseLook,
  parseMoved,
  parseSouthbound,
  type SouthboundLook,
} from '../facts/southbound-parse.ts';
import {
  lookOperations,
  moveOperations,
  readOperations,
  southboundScript,
  type SouthboundQuestion,
} from '../facts/southbound-script.ts';
import { describe } from '../problems/describe.ts';
import type { OvsFacts } from '../model/facts.ts';
import type { SouthboundMove } from '../model/move.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Southbound } from '../model/southbound.ts';
import { serversOf } from '../ovs/remote.ts';
import { commandDeadline, nodeDeadline } from './deadlines.ts';
import type { Read } from './fleet.ts';
import type { Outcome, Session, World } from './ports.ts';
import type { Target } from './write.ts';

/** A node as it was read, and the way to ask it more. */
export interface Asked extends Read {
  readonly session: Session | null;
}

const pauseMs = 100;

/** Reads southbound databases, by the first selected node that was read. */
export async function readSouthbound(
  remotes: readonly string[],
  { selected }: { readonly selected: ReadonlySet<string> },
  nodes: readonly Asked[],
  { world, signal }: Ask,
): Promise<readonly Southbound[]> {
  const node = nodes.find(({ spec, facts }) => facts.ok && selected.has(spec.name));
  if (node === undefined || node.session === null || !node.facts.ok || signal.aborted) return [];
  const via = { name: node.spec.name, session: node.session, ovs: node.facts.value.ovs };
  const read: Southbound[] = [];
  for (const remote of remotes) read.push(await readOne(remote, via, { world, signal }));
  return read;
}

/**
 * Re-addresses southbound rows in one transaction, and waits until every server holds them: whoever
 * listens to one that lags would make its tunnels anew. What is wrong is returned.
 */
export async function moveSouthbound(
  move: SouthboundMove,
  { session, facts: { ovs } }: Target,
  ask: Ask,
): Promise<Problem | null> {
  const via = { name: move.via, session, ovs };
  const unmoved = (reason: string): Problem => ({
    kind: 'southbound-unmoved',
    via: move.via,
    reason,
  });
  const write = { verb: 'transact', operations: moveOperations(move) } as const;
  const answer = await put({ ...write, remotes: [move.remote] }, via, ask);
  const done = answer.ok ? parseMoved(answer.value.boundary, answer.value.outcome) : answer;
  for (;;) {
    const missing = await lagging(move, via, ask);
    // A transaction that nobody knows the end of may have landed all the same.
    if (missing === null) return null;
    if (!done.ok || ask.signal.aborted) return unmoved(done.ok ? missing : done.error);
    await ask.world.clock.sleep(pauseMs, ask.signal);
  }
}

/** What it takes to ask, and when to give up. */
interface Ask {
  readonly world: World;
  readonly signal: AbortSignal;
}

interface Via {
  readonly name: string;
  readonly session: Session;
  readonly ovs: OvsFacts;
}

async function readOne(remote: string, via: Via, ask: Ask): Promise<Southbound> {
  const read = { verb: 'query', operations: readOperations } as const;
  const answer = await put({ ...read, remotes: [remote] }, via, ask);
  const rows = answer.ok ? parseSouthbound(answer.value.boundary, answer.value.outcome) : answer;
  const about = { remote, via: via.name };
  if (!rows.ok) return { ...about, chassis: rows, gateways: new Map(), refusal: null, silent: [] };
  const { chassis, ...rest } = rows.value;
  // The only server there is has just answered.
  const looks = serversOf(remote).length > 1 ? await lookAll(remote, via, ask) : [];
  const silent = looks.flatMap(({ server, look }) => (look.ok ? [] : [server]));
  return { ...about, chassis: ok(chassis), ...rest, silent };
}

/** What is not yet as it should be; null: every server holds what was written, and the same chassis. */
async function lagging(move: SouthboundMove, via: Via, ask: Ask): Promise<string | null> {
  const names = move.chassis.toSorted().join();
  for (const { server, look } of await lookAll(move.remote, via, ask)) {
    if (!look.ok) return `${server} does not answer: ${look.error}`;
    if (look.value.chassis.toSorted().join() !== names) return `${server} has other chassis by now`;
    const old = move.encaps.find(({ uuid, after }) => look.value.encaps.get(uuid) !== after);
    if (old !== undefined)
      return `${server} holds ${look.value.encaps.get(old.uuid)}, not ${old.after}`;
  }
  return null;
}

interface Look {
  readonly server: string;
  readonly look: Result<SouthboundLook, string>;
}

/** Each server on its own. */
async function lookAll(remote: string, via: Via, ask: Ask): Promise<readonly Look[]> {
  const remotes = serversOf(remote);
  const answer = await put({ remotes, verb: 'query', operations: lookOperations }, via, ask);
  return remotes.map((server, at) => ({
    server,
    look: answer.ok ? parseLook(answer.value.boundary, answer.value.outcome, at) : answer,
  }));
}

/** The error is in words. */
async function put(
  question: SouthboundQuestion,
  { session, ovs }: Via,
  { world, signal }: Ask,
): Promise<Result<{ readonly boundary: string; readonly outcome: Outcome }, string>> {
  const phase = 'asking the southbound database';
  const boundary = world.nonce();
  const deadline = commandDeadline(world.clock, phase, nodeDeadline(world.clock, phase, signal));
  const outcome = await session.run(southboundScript(ovs, question, boundary), deadline);
  return outcome.ok
    ? ok({ boundary, outcome: outcome.value })
    : err(describe(outcome.error).summary);
}
