import type { PathAnswer, PathProbe } from '../../model/plan.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Result } from '../../model/result.ts';
import { pathsQuestion } from '../../remote/paths/question.ts';
import { ask, nodeDeadline, pool } from '../ask.ts';
import type { Reading } from './observe.ts';
import type { Limits, World } from '../ports.ts';

/** The answers, and the readings without the nodes that gave none. */
export interface Probed {
  readonly readings: readonly Reading[];
  /** null: nobody was asked. */
  readonly paths: readonly PathAnswer[] | null;
}

/** Asks all nodes at the same time, over the sessions that they were read over. */
export async function probePaths(
  probes: readonly PathProbe[],
  readings: readonly Reading[],
  world: World,
  { forks }: Limits,
): Promise<Probed> {
  world.emit({ type: 'phase', phase: 'probing', nodes: probes.map(({ node }) => node) });
  const asked = probes.flatMap((probe) => {
    const { session } = readings.find(({ spec }) => spec.name === probe.node) ?? {};
    return session ? [{ probe, session }] : [];
  });
  const results = await pool(asked, forks, async ({ probe, session }) => {
    const signal = nodeDeadline(world.clock, 'probing the underlay', world.signal);
    const result = await ask(pathsQuestion(probe), session, world, signal);
    world.emit({ type: 'node-done', node: probe.node });
    return { node: probe.node, result };
  });
  return {
    readings: readings.map((reading) => withFailure(reading, results)),
    paths: results.flatMap(({ result }) => (result.ok ? result.value : [])),
  };
}

interface Asked {
  readonly node: string;
  readonly result: Result<readonly PathAnswer[], Problem>;
}

/** What a node does not say of its paths is as bad as what it does not say of itself. */
function withFailure(reading: Reading, results: readonly Asked[]): Reading {
  const failures = results.flatMap(({ node, result }) =>
    node === reading.spec.name && !result.ok ? result : [],
  );
  return failures.reduce((each, facts) => ({ ...each, facts }), reading);
}
