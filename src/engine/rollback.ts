import { describe } from '../problems/describe.ts';
import type { Finding } from '../problems/problem.ts';
import { note, writtenNodes, type Cut, type Failure } from './cut.ts';
import { end } from './end.ts';
import { backInPlace } from './in-place.ts';
import { restore, settle, within, type Restored } from './restore.ts';
import { halfTime, releaseAll, secondsOf } from './timers-of-run.ts';

/**
 * Takes back what the run wrote, on every node, and looks whether it is so. Whom it cannot reach
 * in half of the confirm timeout has a timer of its own. The user's interrupt does not stop it.
 */
export async function rollBack(cut: Cut, failure: Failure): Promise<readonly Finding[]> {
  const { journal, world, job } = cut;
  const cause = causeOf(failure);
  // A full disk is a reason to put things back, not to leave them.
  await journal.append({ type: 'rollback', at: world.clock.stamp(), cause });
  world.emit({ type: 'phase', phase: 'putting back', nodes: writtenNodes(cut.plan) });
  const signal = halfTime(cut, 'putting back');
  // A southbound database that hangs leaves time for the keys: nobody stands still for its sake.
  await backInPlace(cut, within(cut, signal));
  const restored = await restore(cut, signal);
  record(cut, restored);
  await settle(cut, signal);
  const left = [...restored.left.keys()];
  await releaseAll(
    cut,
    writtenNodes(cut.plan).filter((name) => !restored.left.has(name)),
  );
  await end(cut, left.length === 0 ? 'rolled-back' : 'half-done');
  const seconds = Math.max(0, ...left.map((node) => secondsOf(cut, node)));
  return left.length === 0
    ? [{ nodes: [], problem: { kind: 'rolled-back', cause } }]
    : [{ nodes: left, problem: { kind: 'half-done', run: job.run, cause, seconds } }];
}

function record(cut: Cut, { left, sources }: Restored): void {
  const written = [...cut.results].filter(([, { written }]) => written !== false);
  for (const [node] of written) {
    if (!left.has(node)) note(cut, node, { written: false, putBack: true });
  }
  for (const node of sources) note(cut, node, { problems: [{ kind: 'source-kept' }] });
  for (const [node, reason] of left) {
    const armed = !cut.disarmed.has(node);
    note(cut, node, { problems: [{ kind: 'not-put-back', reason, armed }] });
  }
}

function causeOf({ nodes, problem, stage }: Failure): string {
  const where = stage === undefined ? [] : [`stage ${stage}`];
  return [...where, ...nodes, describe(problem).summary].join(': ');
}
