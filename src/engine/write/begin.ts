import type { Stage } from '../../model/plan.ts';
import { catchQuestion } from '../../remote/catch/question.ts';
import { primeQuestion } from '../../remote/prime/question.ts';
import { ask, pool } from '../ask.ts';
import type { Run, Failure } from './run.ts';
import { problemOf } from '../ports.ts';

/** The last moment in which nothing is lost by giving up. */
export async function beginStage(run: Run, stage: Stage): Promise<Failure | null> {
  const { world, journal } = run;
  const record = { type: 'stage', at: world.clock.stamp(), name: stage.name } as const;
  const recorded = await journal.append(record);
  const failure = recorded.ok ? ended(run) : { nodes: [], problem: recorded.error };
  if (failure !== null) return failure;
  run.begun.push(stage);
  world.emit({ type: 'phase', phase: 'writing', nodes: stage.writes.map(({ node }) => node) });
  return null;
}

/** Not a condition: whether pings pass was asked before, and what follows tells the rest. */
export async function primeAll({ targets, forks, world }: Run, { prime }: Stage): Promise<void> {
  await pool(prime, forks, async (each) => {
    const session = targets.get(each.node)?.session;
    if (session !== undefined) await ask(primeQuestion(each), session, world, world.signal);
  });
}

/** Not a condition either: without it, what arrives between two nodes' writes is lost. */
export async function catchAll(run: Run, { writes }: Stage, signal: AbortSignal): Promise<void> {
  const moving = writes.filter(({ tunnels }) => tunnels.length > 0);
  await pool(moving, run.forks, async ({ node, tunnels }) => {
    const target = run.targets.get(node);
    if (target === undefined) return;
    await ask(catchQuestion(target.facts, tunnels), target.session, run.world, signal);
  });
}

/** The user's interrupt, or the run's deadline. */
export function ended({ world: { signal } }: Run): Failure | null {
  return signal.aborted ? { nodes: [], problem: problemOf(signal) } : null;
}
