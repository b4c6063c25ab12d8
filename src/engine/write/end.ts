import { backInPlace } from './in-place.ts';
import { type Failure, namesOf, note, type Run } from './run.ts';
import { disarmAll, disarmTwice, halfTime, secondsOf } from './timers.ts';
import { settle, undo, within, type Undone } from './undo.ts';
import type { RunEnd } from '../../model/journal.ts';
import { describe, type Finding } from '../../problems/problem.ts';

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

/**
 * Undoes what the run wrote, on every node, and looks whether it is so. A node that it cannot reach
 * in half of the confirm timeout reverts by itself. The user's interrupt does not stop it.
 */
export async function rollBack(run: Run, failure: Failure): Promise<readonly Finding[]> {
  const { journal, world, begin } = run;
  const cause = causeOf(failure);
  // A full disk is a reason to roll back, not to stop.
  await journal.append({ type: 'rollback', at: world.clock.stamp(), cause });
  world.emit({ type: 'phase', phase: 'rolling back', nodes: namesOf(run) });
  const signal = halfTime(run, 'rolling back');
  // After the last stage all go on, and to ask whether they stand still would only take time. A southbound
  // database that hangs leaves time for the keys: nobody stands still for its sake.
  if (failure.stage !== undefined) await backInPlace(run, within(run, signal));
  const undone = await undo(run, signal);
  record(run, undone);
  await settle(run, signal);
  const left = [...undone.left.keys()];
  await disarmTwice(
    run,
    namesOf(run).filter((name) => !undone.left.has(name)),
  );
  await end(run, left.length === 0 ? 'rolled-back' : 'half-done');
  const seconds = Math.max(0, ...left.map((node) => secondsOf(run, node)));
  return left.length === 0
    ? [{ nodes: [], problem: { kind: 'rolled-back', cause } }]
    : [{ nodes: left, problem: { kind: 'half-done', run: begin.run, cause, seconds } }];
}

function record(run: Run, { left, sources }: Undone): void {
  const written = [...run.results].filter(([, { written }]) => written !== false);
  for (const [node] of written) {
    if (!left.has(node)) note(run, node, { written: false, rolledBack: true });
  }
  for (const node of sources) note(run, node, { problems: [{ kind: 'source-kept' }] });
  for (const [node, reason] of left) {
    const armed = !run.disarmed.has(node);
    note(run, node, { problems: [{ kind: 'not-rolled-back', reason, armed }] });
  }
}

function causeOf({ nodes, problem, stage }: Failure): string {
  const where = stage === undefined ? [] : [`stage ${stage}`];
  return [...where, ...nodes, describe(problem).summary].join(': ');
}

/** The last word of a run, to its journal and to those who watch; what is returned: it is not recorded. */
async function end({ journal, world }: Run, how: RunEnd): Promise<Failure | null> {
  const recorded = await journal.append({ type: 'end', at: world.clock.stamp(), end: how });
  world.emit({ type: 'end', end: how });
  return recorded.ok ? null : { nodes: [], problem: recorded.error };
}
