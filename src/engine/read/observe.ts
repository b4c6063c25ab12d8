import { ask, nodeDeadline, pool, timeLimit } from '../ask.ts';
import type { Limits, Session, World } from '../ports.ts';
import { lasting } from './lasting.ts';
import type { Asked } from './southbound.ts';
import type { NodeFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Problem } from '../../problems/problem.ts';
import { factsQuestion } from '../../remote/facts/question.ts';

/** One node, read once; the session stays open where reading worked. */
export interface Reading extends Asked {
  readonly durationMs: number;
}

/** Connects and reads: one connection, one command. A bad node is a value like any other. */
export async function observe(spec: NodeSpec, world: World, limits: Limits): Promise<Reading> {
  const began = world.clock.now();
  const signal = nodeDeadline(world.clock, 'reading the node', world.signal);
  const session = await open(spec, world, limits, signal);
  const facts = session.ok
    ? await readFacts(spec, session.value, world, signal)
    : err(session.error);
  world.emit({ type: 'node-done', node: spec.name });
  const durationMs = Math.round(world.clock.now() - began);
  return { spec, session: session.ok ? session.value : null, facts, durationMs };
}

/** Reads nodes, and closes what is open once `use` is done. */
export async function withReadings<T>(
  specs: readonly NodeSpec[],
  { limits, looksOnly = false }: { readonly limits: Limits; readonly looksOnly?: boolean },
  world: World,
  use: (readings: readonly Reading[]) => Promise<T>,
): Promise<T> {
  world.emit({ type: 'phase', phase: 'reading', nodes: specs.map(({ name }) => name) });
  const readings = await pool(specs, limits.forks, async (spec) => {
    const reading = await observe(spec, world, limits);
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
  return pool(targets, forks, async ({ spec, session }) => {
    const signal = nodeDeadline(world.clock, 'verifying the node', outer);
    const facts = await readFacts(spec, session, world, signal);
    world.emit({ type: 'node-done', node: spec.name });
    return { spec, session, facts };
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
