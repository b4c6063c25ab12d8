import { parsePaths } from '../facts/path-parse.ts';
import { pathScript } from '../facts/path-script.ts';
import type { PathAnswer, PathProbe } from '../model/path.ts';
import type { Problem } from '../problems/problem.ts';
import { err, type Result } from '../model/result.ts';
import { commandDeadline, nodeDeadline } from './deadlines.ts';
import type { Reading } from './observe.ts';
import { pool } from './pool.ts';
import type { Limits, Session, World } from './ports.ts';

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
    const result = await ask(probe, session, world);
    world.emit({ type: 'node-done', node: probe.node });
    return { node: probe.node, result };
  });
  return {
    readings: readings.map((reading) => withFailure(reading, results)),
    paths: results.flatMap(({ result }) => (result.ok ? result.value : [])),
  };
}

async function ask(
  probe: PathProbe,
  session: Session,
  world: World,
): Promise<Result<readonly PathAnswer[], Problem>> {
  const boundary = world.nonce();
  const signal = nodeDeadline(world.clock, 'probing the underlay', world.signal);
  const deadline = commandDeadline(world.clock, 'probing the underlay', signal);
  const outcome = await session.run(pathScript(probe, boundary), deadline);
  return outcome.ok ? parsePaths(probe, boundary, outcome.value) : err(outcome.error);
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
