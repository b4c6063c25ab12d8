import { describe } from '../problems/describe.ts';
import type { Fleet } from '../model/fleet.ts';
import type { Stage, StageWrite } from '../model/plan.ts';
import { onlyDropsSource, mustWait, putBack } from '../planner/cutover/put-back.ts';
import { barrier } from './barrier.ts';
import { targetsOf, writtenNodes, type Cut } from './cut.ts';
import { timeLimit } from './deadlines.ts';
import { fleetOf } from './fleet.ts';
import { pool } from './pool.ts';
import { reread } from './verify.ts';
import { write } from './write.ts';

const pauseMs = 300;
/** Longer than the patience of an ovs-vsctl that may still be on its way to write. */
const doubtMs = 2_500;
/** Seconds in which OVN follows, and a node answers, where they do at all. */
const settleSeconds = 10;

/** How the putting back came out. */
export interface Restored {
  /** Those that may still hold what the run wrote, and why; who could not be read comes first. */
  readonly left: ReadonlyMap<string, string>;
  /** Those that keep their source address for the sake of the former. */
  readonly sources: readonly string[];
}

/** Puts back until `signal` aborts. Foreign values are not ours. */
export async function restore(cut: Cut, signal: AbortSignal): Promise<Restored> {
  let looks = isDoubtful(cut) ? 2 : 1;
  while (!signal.aborted) {
    // One node that hangs keeps the others no longer than this from being put back.
    const fleet = await look(cut, within(cut, signal));
    if (fleet.unread.length > 0 || remaining(cut, fleet).length > 0) {
      await takeBack(cut, fleet, signal);
    } else {
      looks -= 1;
      if (looks === 0) return { left: new Map(), sources: [] };
      await cut.world.clock.sleep(doubtMs, signal);
    }
  }
  // Who was cut short in the middle of reading looks worse than it is.
  return sorted(cut, await look(cut, within(cut, new AbortController().signal)));
}

function sorted(cut: Cut, fleet: Fleet): Restored {
  const writes = remaining(cut, fleet).flatMap((stage) => stage.writes);
  const late = writes.filter((each) => !onlyDropsSource(each)).map(({ node }) => node);
  const left = new Map([
    ...fleet.unread.map(({ spec, problem }) => [spec.name, describe(problem).summary] as const),
    ...late.map((node) => [node, 'the time was over before its turn came'] as const),
  ]);
  return { left, sources: writes.map(({ node }) => node).filter((node) => !left.has(node)) };
}

/** Waits for OVN to follow, but not for ever. */
export async function settle(cut: Cut, outer: AbortSignal): Promise<void> {
  await barrier(cut, [], within(cut, outer));
}

/** What one part of the putting back may take. */
export function within({ world: { clock }, job }: Cut, outer: AbortSignal): AbortSignal {
  const seconds = Math.min(settleSeconds, job.confirm.seconds / 4);
  return AbortSignal.any([outer, timeLimit(clock, 'settling', seconds)]);
}

/** A write of which nobody knows may arrive after the first look. */
function isDoubtful({ results }: Cut): boolean {
  return [...results.values()].some(({ written }) => written === null);
}

async function look(cut: Cut, signal: AbortSignal): Promise<Fleet> {
  const all = targetsOf(cut, writtenNodes(cut.plan));
  const read = (target: (typeof all)[number]) => reread(target, cut.world, signal);
  return fleetOf(await pool(all, cut.job.limits.forks, read), []);
}

function remaining({ begun }: Cut, fleet: Fleet): readonly Stage[] {
  return putBack(begun, fleet);
}

async function takeBack(cut: Cut, fleet: Fleet, signal: AbortSignal): Promise<void> {
  const [next, ...more] = remaining(cut, fleet);
  const unread = fleet.unread.map(({ spec }) => spec.name);
  const writes = next?.writes.filter((each) => !mustWait(cut.begun, each, unread)) ?? [];
  await writeBack(cut, writes, signal);
  if (writes.length === 0) await cut.world.clock.sleep(pauseMs, signal);
  else if (more.length > 0) await settle(cut, signal);
}

async function writeBack(
  cut: Cut,
  writes: readonly StageWrite[],
  signal: AbortSignal,
): Promise<void> {
  await pool(writes, cut.job.limits.forks, async ({ node, ...what }) => {
    const [target] = targetsOf(cut, [node]);
    // What does not work is found by the next reading, and tried again.
    if (target !== undefined) await write(target, what, cut.world, signal);
    cut.world.emit({ type: 'node-done', node });
  });
}
