import { describe } from '../../problems/describe.ts';
import type { Finding } from '../../problems/problem.ts';
import { note, namesOf, type Run, type Failure } from './run.ts';
import { end } from './end.ts';
import { backInPlace } from './in-place.ts';
import { settle, undo, within, type Undone } from './undo.ts';
import { halfTime, disarmTwice, secondsOf } from './timers-of-run.ts';

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
