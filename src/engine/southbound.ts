import { describe } from '../problems/describe.ts';
import type { OvsFacts } from '../model/facts.ts';
import type { SouthboundMove } from '../model/move.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Southbound } from '../model/southbound.ts';
import { serversOf } from '../ovn/remotes.ts';
import type { SouthboundLook } from '../remote/southbound/parse.ts';
import { looksQuestion, moveQuestion, rowsQuestion } from '../remote/southbound/question.ts';
import type { Question } from '../remote/question.ts';
import { ask } from './ask.ts';
import { nodeDeadline } from './deadlines.ts';
import type { Read } from './fleet.ts';
import type { Session, World } from './ports.ts';
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

/**
 * Re-addresses southbound rows in one transaction, and waits until every server holds them: whoever
 * listens to one that lags would make its tunnels anew. What is wrong is returned.
 */
export async function moveSouthbound(
  move: SouthboundMove,
  { session, facts: { ovs } }: Target,
  terms: Terms,
): Promise<Problem | null> {
  const via = { name: move.via, session, ovs };
  const unmoved = (reason: string): Problem => ({
    kind: 'southbound-unmoved',
    via: move.via,
    reason,
  });
  const done = await put(moveQuestion(ovs, move), via, terms);
  for (;;) {
    const looks = await lookAll(move.remote, via, terms);
    const amiss = looks.flatMap((each) => amissIn(each, move));
    const late = amiss.find(({ isLate }) => isLate);
    const [missing] = amiss;
    // A transaction that nobody knows the end of may have landed all the same.
    if (missing === undefined) return null;
    // Nobody stands still for the sake of a server that may never answer.
    const isOver = late === undefined || terms.signal.aborted;
    if (!done.ok || isOver) return unmoved(done.ok ? missing.reason : done.error);
    await terms.world.clock.sleep(pauseMs, terms.signal);
  }
}

/** What it takes to ask, and when to give up. */
interface Terms {
  readonly world: World;
  readonly signal: AbortSignal;
}

interface Via {
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

interface Look {
  readonly server: string;
  readonly look: Result<SouthboundLook, string>;
}

/** What is not as it should be: a server that is late will follow. */
interface Amiss {
  readonly reason: string;
  readonly isLate: boolean;
}

function amissIn({ server, look }: Look, { chassis, encaps }: SouthboundMove): readonly Amiss[] {
  const amiss = (reason: string, isLate = false) => [{ reason: `${server} ${reason}`, isLate }];
  if (!look.ok) return amiss(`does not answer: ${look.error}`);
  const has = look.value;
  if (has.chassis.toSorted().join() !== chassis.toSorted().join())
    return amiss('has other chassis by now');
  const old = encaps.find(({ uuid, after }) => has.encaps.get(uuid) !== after);
  return old === undefined
    ? []
    : amiss(`holds ${has.encaps.get(old.uuid)}, not ${old.after}`, true);
}

/** Each server on its own. */
async function lookAll(remote: string, via: Via, terms: Terms): Promise<readonly Look[]> {
  const servers = serversOf(remote);
  const looks = await put(looksQuestion(via.ovs, servers), via, terms);
  return servers.map((server, at) => ({
    server,
    look: looks.ok ? (looks.value[at] ?? err('it was not asked')) : looks,
  }));
}

/** The error is in words. */
async function put<T>(
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
