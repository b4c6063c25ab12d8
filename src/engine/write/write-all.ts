import type { Stage, StageWrite } from '../../model/plan.ts';
import { seenSh } from '../../generated/scripts.js';
import { note, noteAll, targetsOf, type Run, type Failure } from './run.ts';
import { pool } from '../ask.ts';
import type { Target } from '../read/observe.ts';
import { prepareWrite, type Prepared } from './write.ts';

/** When a stage gives up; `over` also when the user says so. */
export interface Limits {
  readonly signal: AbortSignal;
  readonly over: AbortSignal;
}

/**
 * Writes a stage on all its nodes at one instant: each has its transaction ready before the first one
 * is told to go, and the far ones are told first. Where one is not ready, none is written.
 */
export async function writeAll(run: Run, stage: Stage, limits: Limits): Promise<Failure | null> {
  const ready = await pool(stage.writes, run.forks, (each) =>
    prepareOne(run, each, { ...limits, after: stage.name === 'freeze' ? seenSh : '' }),
  );
  const failed = ready.find((each) => 'problem' in each);
  if (failed !== undefined || limits.over.aborted) {
    for (const each of ready) if ('prepared' in each) each.prepared.drop();
    return failed ?? null;
  }
  const all = ready.filter((each) => 'prepared' in each);
  const slowest = Math.max(0, ...all.map(({ prepared }) => prepared.roundTripMs));
  const results = await Promise.all(all.map((each) => writeOne(run, each, slowest)));
  return results.find((result) => result !== null) ?? null;
}

interface Ready {
  readonly target: Target;
  readonly prepared: Prepared;
}

async function prepareOne(
  run: Run,
  { node, ...what }: StageWrite,
  { over, signal, after }: Limits & { readonly after: string },
): Promise<Ready | Failure> {
  const [target] = targetsOf(run, [node]);
  if (target === undefined) throw new Error(`${node} was never read`);
  // A write that has begun is seen through; what the user says counts before and after it.
  const prepared = await prepareWrite(target, { ...what, after }, run.world, signal);
  if (prepared.ok) return { target, prepared: prepared.value };
  if (!over.aborted) note(run, node, { problems: [prepared.error] });
  return { nodes: [node], problem: prepared.error };
}

async function writeOne(
  run: Run,
  { target: { spec }, prepared }: Ready,
  slowestMs: number,
): Promise<Failure | null> {
  const { name } = spec;
  const wait = (slowestMs - prepared.roundTripMs) / 2;
  if (wait >= 1) await run.world.clock.sleep(wait, new AbortController().signal);
  const result = await prepared.go();
  run.world.emit({ type: 'node-done', node: name });
  if (result.ok) {
    note(run, name, { written: true });
    return null;
  }
  const problem = result.error;
  // What an earlier stage wrote stays known as written.
  if (problem.kind === 'outcome-unknown') note(run, name, { written: null });
  return noteAll(run, [{ nodes: [name], problem }]);
}
