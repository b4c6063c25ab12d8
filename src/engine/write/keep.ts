import { describe, type Finding } from '../../problems/problem.ts';
import { end } from './end.ts';
import { rollBack } from './roll-back.ts';
import { namesOf, note, type Failure, type Run } from './run.ts';
import { disarmAll } from './timers-of-run.ts';

/** A node that cannot be disarmed reverts: then all others are rolled back. */
export async function keepAll(run: Run, how: 'changed' | 'confirmed'): Promise<readonly Finding[]> {
  const { journal, world } = run;
  const record = { type: 'stage', at: world.clock.stamp(), name: 'disarm' } as const;
  const recorded = await journal.append(record);
  if (!recorded.ok) return rollBack(run, { nodes: [], problem: recorded.error });
  world.emit({ type: 'phase', phase: 'disarming', nodes: namesOf(run) });
  const failure = await disarmAll(run);
  if (failure !== null) return rollBack(run, failure);
  const unrecorded = await end(run, how);
  if (unrecorded === null) return [];
  const reason = describe(unrecorded.problem).summary;
  return [{ nodes: [], problem: { kind: 'unrecorded', reason } }];
}

/** The timers stay armed, for `confirm`. */
export async function held(run: Run): Promise<readonly Finding[]> {
  const { run: id, confirmSeconds } = run.begin;
  const unrecorded = await end(run, 'held');
  // Nobody could confirm what no journal tells of.
  if (unrecorded !== null) return rollBack(run, unrecorded);
  return [{ nodes: [], problem: { kind: 'held', run: id, seconds: confirmSeconds } }];
}

/** Nothing was written anywhere. */
export async function refuse(run: Run, { nodes, problem }: Failure): Promise<readonly Finding[]> {
  await end(run, 'refused');
  if (nodes.length === 0) return [{ nodes, problem }];
  for (const node of nodes) {
    const known = run.results.get(node)?.problems ?? [];
    if (!known.includes(problem)) note(run, node, { problems: [problem] });
  }
  return [];
}
