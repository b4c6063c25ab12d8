import { describe } from '../model/describe.ts';
import type { Fleet } from '../model/fleet.ts';
import type { Stage } from '../model/plan.ts';
import type { Finding } from '../model/problem.ts';
import { putBack } from '../planner/cutover/put-back.ts';
import { sourceKey } from '../planner/cutover/keys.ts';
import { layerOf } from '../planner/cutover/undo.ts';
import { barrier } from './barrier.ts';
import { note, targetsOf, writtenNodes, type Cut, type Failure } from './cut.ts';
import { fleetOf } from './fleet.ts';
import { pool } from './pool.ts';
import { disarmAll, halfTime } from './timers-of-run.ts';
import { reread } from './verify.ts';
import { write } from './write.ts';

const pauseMs = 300;

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
  const written = [...cut.results].filter(([, { written }]) => written !== false);
  const signal = halfTime(cut, 'putting back');
  const left = await restore(cut, signal);
  const back = written.map(([name]) => name).filter((name) => !left.includes(name));
  for (const node of back) note(cut, node, { written: false, putBack: true });
  await settle(cut, signal);
  await disarmAll(
    cut,
    writtenNodes(cut.plan).filter((name) => !left.includes(name)),
  );
  const end = left.length === 0 ? 'rolled-back' : 'half-done';
  await journal.append({ type: 'end', at: world.clock.stamp(), end });
  const { seconds } = job.confirm;
  return left.length === 0
    ? [{ nodes: [], problem: { kind: 'rolled-back', cause } }]
    : [{ nodes: left, problem: { kind: 'half-done', run: job.run, cause, seconds } }];
}

function causeOf({ nodes, problem, stage }: Failure): string {
  const where = stage === undefined ? [] : [`stage ${stage}`];
  return [...where, ...nodes, describe(problem).summary].join(': ');
}

/** The nodes that could not be put back; nobody else's values count as ours. */
async function restore(cut: Cut, signal: AbortSignal): Promise<readonly string[]> {
  const { plan, job, world } = cut;
  const all = targetsOf(cut, writtenNodes(plan));
  for (;;) {
    const reads = await pool(all, job.limits.forks, (target) => reread(target, world, signal));
    const fleet = fleetOf(reads, []);
    const [next, ...more] = putBack(plan.stages, fleet);
    const unread = fleet.unread.map(({ spec }) => spec.name);
    if (next === undefined && unread.length === 0) return [];
    if (signal.aborted) {
      const ours = [next, ...more].flatMap((stage) => stage?.writes.map(({ node }) => node) ?? []);
      return [...new Set([...unread, ...ours])];
    }
    if (next !== undefined && !mustWait(cut, next, fleet)) {
      await writeBack(cut, next, signal);
      if (more.length > 0) await settle(cut, signal);
    } else await world.clock.sleep(pauseMs, signal);
  }
}

/** An address that an unread node may still hold is nobody's yet, and its packets need our source. */
function mustWait({ plan }: Cut, next: Stage, { unread }: Fleet): boolean {
  const isSource = next.writes.every(({ changes }) =>
    changes.every(({ key }) => key === sourceKey),
  );
  return unread.some(({ spec }) => isSource || layerOf(plan.stages, spec.name) > next.layer);
}

async function writeBack(cut: Cut, { writes }: Stage, signal: AbortSignal): Promise<void> {
  await pool(writes, cut.job.limits.forks, async ({ node, ...what }) => {
    const [target] = targetsOf(cut, [node]);
    // What does not work is found by the next reading, and tried again.
    if (target !== undefined) await write(target, what, cut.world, signal);
    cut.world.emit({ type: 'node-done', node });
  });
}

/** Seconds in which OVN follows, where it follows at all. */
const settleSeconds = 10;

async function settle(cut: Cut, outer: AbortSignal): Promise<void> {
  const { clock } = cut.world;
  const problem = { kind: 'timed-out', phase: 'settling', seconds: settleSeconds } as const;
  await barrier(cut, [], AbortSignal.any([outer, clock.deadline(settleSeconds * 1000, problem)]));
}
