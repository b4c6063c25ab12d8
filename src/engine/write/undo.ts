import { describe } from '../../problems/problem.ts';
import type { Fleet, StageWrite } from '../../model/plan.ts';
import { onlyDropsSource, mustWait, undoStages } from '../../planner/cutover/undo-stages.ts';
import { barrier } from './barrier.ts';
import { targetsOf, namesOf, type Run } from './run.ts';
import { pool, timeLimit } from '../ask.ts';
import { fleetOf } from '../read/fleet.ts';
import { nudge } from './nudge.ts';
import { rereadAll } from '../read/observe.ts';
import { write } from './write.ts';

const pauseMs = 300;
/** Longer than the patience of an ovs-vsctl that may still be on its way to write. */
const doubtMs = 2_500;
/** Seconds in which OVN follows, and a node answers, where they do at all. */
const settleSeconds = 10;

/** How undoing came out. */
export interface Undone {
  /** Those that may still hold what the run wrote, and why; who could not be read comes first. */
  readonly left: ReadonlyMap<string, string>;
  /** Those that keep their source address for the sake of the former. */
  readonly sources: readonly string[];
}

/** Undoes what the run wrote, until `signal` aborts. Foreign values stay. */
export async function undo(run: Run, signal: AbortSignal): Promise<Undone> {
  let looks = isDoubtful(run) ? 2 : 1;
  while (!signal.aborted) {
    // A node that hangs keeps the others waiting no longer than this.
    const fleet = await look(run, within(run, signal));
    if (fleet.unread.length > 0 || undoStages(run.begun, fleet).length > 0) {
      await undoNext(run, fleet, signal);
    } else {
      looks -= 1;
      if (looks === 0) return { left: new Map(), sources: [] };
      await run.world.clock.sleep(doubtMs, signal);
    }
  }
  // Who was run short in the middle of reading looks worse than it is.
  return sorted(run, await look(run, within(run, new AbortController().signal)));
}

function sorted(run: Run, fleet: Fleet): Undone {
  const writes = undoStages(run.begun, fleet).flatMap((stage) => stage.writes);
  const late = writes.filter((each) => !onlyDropsSource(each)).map(({ node }) => node);
  const left = new Map([
    ...fleet.unread.map(({ spec, problem }) => [spec.name, describe(problem).summary] as const),
    ...late.map((node) => [node, 'the time was over before its turn came'] as const),
  ]);
  return { left, sources: writes.map(({ node }) => node).filter((node) => !left.has(node)) };
}

/** Waits for OVN to follow, but not for ever. */
export async function settle(run: Run, outer: AbortSignal): Promise<void> {
  const missing = await barrier(run, [], within(run, outer));
  // OVS may have kept to itself that BFD is up; it says all it knows when its configuration changes.
  const silent = missing.filter(({ problem }) => problem.kind === 'tunnel-down');
  const names = silent.flatMap(({ nodes }) => nodes);
  await nudge(targetsOf(run, names), run.forks, run.world, outer);
}

/** What one part of a rollback may take. */
export function within({ world: { clock }, begin }: Run, outer: AbortSignal): AbortSignal {
  const seconds = Math.min(settleSeconds, begin.confirmSeconds / 4);
  return AbortSignal.any([outer, timeLimit(clock, 'settling', seconds)]);
}

/** A write of which nobody knows may arrive after the first look. */
export function isDoubtful({ results }: Run): boolean {
  return [...results.values()].some(({ written }) => written === null);
}

async function look(run: Run, signal: AbortSignal): Promise<Fleet> {
  const all = targetsOf(run, namesOf(run));
  return fleetOf(await rereadAll(all, run, signal), []);
}

async function undoNext(run: Run, fleet: Fleet, signal: AbortSignal): Promise<void> {
  const [next, ...more] = undoStages(run.begun, fleet);
  const unread = fleet.unread.map(({ spec }) => spec.name);
  const writes = next?.writes.filter((each) => !mustWait(run.begun, each, unread)) ?? [];
  await writeUndo(run, writes, signal);
  if (writes.length === 0) await run.world.clock.sleep(pauseMs, signal);
  else if (more.length > 0) await settle(run, signal);
}

async function writeUndo(
  run: Run,
  writes: readonly StageWrite[],
  signal: AbortSignal,
): Promise<void> {
  await pool(writes, run.forks, async ({ node, ...what }) => {
    const [target] = targetsOf(run, [node]);
    // What does not work is found by the next reading, and tried again.
    if (target !== undefined) await write(target, what, run.world, signal);
    run.world.emit({ type: 'node-done', node });
  });
}
