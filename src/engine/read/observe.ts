import { ask, nodeDeadline, pool, timeLimit } from '../ask.ts';
import type { Limits, Session, World } from '../ports.ts';
import { lasting } from './lasting.ts';
import type { Asked } from './southbound.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Problem } from '../../problems/problem.ts';
import { type Besides, factsQuestion } from '../../remote/facts/question.ts';

/** One node, read once; the session stays open where reading worked. */
export interface Reading extends Asked {
  readonly durationMs: number;
}

/** Connects and reads: one connection, one command. A bad node is a value like any other. */
export async function observe(
  spec: NodeSpec,
  world: World,
  limits: Limits,
  besides: Besides = {},
): Promise<Reading> {
  const began = world.clock.now();
  const signal = nodeDeadline(world.clock, 'reading the node', world.signal);
  const session = await open(spec, world, limits, signal);
  const facts = session.ok
    ? await ask(factsQuestion(spec, besides), session.value, world, signal)
    : err(session.error);
  world.emit({ type: 'node-done', node: spec.name });
  const durationMs = Math.round(world.clock.now() - began);
  return { spec, session: session.ok ? session.value : null, facts, durationMs };
}

interface Looks {
  readonly limits: Limits;
  /** Nothing is asked afterwards. */
  readonly looksOnly?: boolean;
  /** Asks for more than the nodes' own: where a cluster says the same everywhere, a few, for one may be wrong. */
  readonly looksAround?: boolean;
}

/** Reads nodes, and closes what is open once `use` is done. */
export async function withReadings<T>(
  specs: readonly NodeSpec[],
  { limits, looksOnly = false, looksAround = false }: Looks,
  world: World,
  use: (readings: readonly Reading[]) => Promise<T>,
): Promise<T> {
  world.emit({ type: 'phase', phase: 'reading', nodes: specs.map(({ name }) => name) });
  const tellers = [0, Math.floor(specs.length / 2), -1].map((at) => specs.at(at));
  const readings = await pool(specs, limits.forks, async (spec) => {
    const besides = { cluster: looksAround && tellers.includes(spec), snap: looksAround };
    const reading = await observe(spec, world, limits, besides);
    // Nothing follows on what is only looked at: 1000 nodes need not be connected at once.
    if (looksOnly) reading.session?.close();
    return reading;
  });
  try {
    return await use(readings);
  } finally {
    for (const { session } of readings) session?.close();
  }
}

/** Reads the facts over an open session. */
export function readFacts(
  spec: NodeSpec,
  session: Session,
  world: World,
  outer: AbortSignal,
): Promise<Result<NodeFacts, Problem>> {
  return ask(factsQuestion(spec), session, world, outer);
}

/** What a node was asked beside its own at the first look still counts. */
export function withBesides(
  facts: Result<NodeFacts, Problem>,
  { lxd, members, microovnSnap }: NodeFacts,
): Result<NodeFacts, Problem> {
  return facts.ok ? ok({ ...facts.value, lxd, members, microovnSnap }) : facts;
}

/** A node that was read, over this session, and can be asked and written. */
export interface Target {
  readonly spec: NodeSpec;
  readonly session: Session;
  readonly facts: NodeFacts;
}

/** The nodes that were read, by name. */
export function targetsIn(readings: readonly Reading[]): ReadonlyMap<string, Target> {
  return new Map(
    readings.flatMap(({ spec, session, facts }): readonly [string, Target][] =>
      facts.ok && session !== null ? [[spec.name, { spec, session, facts: facts.value }]] : [],
    ),
  );
}

/** A target as it was read. */
export function asRead({ spec, session, facts }: Target): Asked {
  return { spec, session, facts: ok(facts) };
}

/** Reads nodes again, over the sessions that they were read over. */
export function rereadAll(
  targets: readonly Target[],
  { world, forks }: { readonly world: World; readonly forks: number },
  outer = new AbortController().signal,
): Promise<readonly Asked[]> {
  return pool(targets, forks, async ({ spec, session, facts: earlier }) => {
    const signal = nodeDeadline(world.clock, 'verifying the node', outer);
    const facts = await readFacts(spec, session, world, signal);
    world.emit({ type: 'node-done', node: spec.name });
    return { spec, session, facts: withBesides(facts, earlier) };
  });
}

async function open(
  spec: NodeSpec,
  world: World,
  { connectSeconds: seconds }: Limits,
  outer: AbortSignal,
): Promise<Result<Session, Problem>> {
  const connect = (signal: AbortSignal) => {
    const limit = timeLimit(world.clock, `connecting to ${spec.address}`, seconds, false);
    return world.connector.connect(spec, AbortSignal.any([signal, limit]));
  };
  const first = await connect(outer);
  return first.ok ? ok(lasting(first.value, connect)) : first;
}
