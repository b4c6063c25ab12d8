import type { NodeFacts } from '../../model/facts.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { ok } from '../../model/result.ts';
import type { World, Session } from '../ports.ts';
import { nodeDeadline } from '../deadlines.ts';
import { pool } from '../pool.ts';
import { readFacts, type Reading } from './observe.ts';
import type { Asked } from './southbound.ts';

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
  signal = new AbortController().signal,
): Promise<readonly Asked[]> {
  return pool(targets, forks, (target) => reread(target, world, signal));
}

async function reread({ spec, session }: Target, world: World, outer: AbortSignal): Promise<Asked> {
  const signal = nodeDeadline(world.clock, 'verifying the node', outer);
  const facts = await readFacts(spec, session, world, signal);
  world.emit({ type: 'node-done', node: spec.name });
  return { spec, session, facts };
}
