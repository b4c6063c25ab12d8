import type { Problem } from '../problems/problem.ts';
import { layerOf, timerUndo } from '../planner/cutover/undo.ts';
import { note, targetsOf, writtenNodes, type Cut, type Failure } from './cut.ts';
import { timeLimit } from './deadlines.ts';
import { pool } from './pool.ts';
import { arm, disarm, extend } from './timers.ts';
import type { Target } from './write.ts';

/** Seconds between the layers: who took an address gives it back before its owner wants it. */
const layerSeconds = 10;

/** Arms every node that will be written; where one cannot be armed, none stays armed. */
export async function armAll(cut: Cut): Promise<Failure | null> {
  const { job, plan, world } = cut;
  world.emit({ type: 'phase', phase: 'arming', nodes: writtenNodes(plan) });
  const armed = await onAll(cut, async (target) => {
    const { name } = target.spec;
    const undo = timerUndo(plan.stages, name);
    const timer = { run: job.run, owner: job.confirm.owner, seconds: secondsOf(cut, name), undo };
    // One that is not there, or is at work, shows when this one is armed.
    const before = job.confirm.supersedes;
    if (before !== null) await disarm(target, { ...timer, run: before }, world);
    const result = await arm(target, timer, world);
    if (!result.ok) return result.error;
    const { tookOver } = result.value;
    if (tookOver !== null)
      note(cut, name, { problems: [{ kind: 'timer-taken-over', run: tookOver }] });
    return null;
  });
  if (armed !== null) await releaseAll(cut);
  return armed;
}

/** Gives every node its time again, `most` seconds of it, and finds out whether it still waits. */
export function extendAll(cut: Cut, most = Infinity): Promise<Failure | null> {
  const { job, world } = cut;
  return onAll(cut, async (target) => {
    const seconds = Math.min(most, secondsOf(cut, target.spec.name));
    const timer = { run: job.run, seconds };
    const result = await extend(target, timer, world);
    return result.ok ? null : result.error;
  });
}

/** Lets every node keep what it has. */
export async function disarmAll(
  cut: Cut,
  names: readonly string[] = writtenNodes(cut.plan),
): Promise<Failure | null> {
  const { job, world } = cut;
  const ask = async (target: Target): Promise<Problem | null> => {
    const result = await disarm(target, { run: job.run, seconds: job.confirm.seconds }, world);
    if (result.ok) cut.disarmed.add(target.spec.name);
    return result.ok ? null : result.error;
  };
  return onAll(cut, ask, names);
}

/** Disarms nodes that hold nothing of ours: a timer that stays changes nothing, but is in the way. */
export async function releaseAll(
  cut: Cut,
  names: readonly string[] = writtenNodes(cut.plan),
): Promise<void> {
  const failure = await disarmAll(cut, names);
  if (failure !== null) await disarmAll(cut, names);
}

/** Half of the time until the timers fire: the other half is for putting things back. */
export function halfTime({ job, world }: Cut, phase: string): AbortSignal {
  return timeLimit(world.clock, phase, job.confirm.seconds / 2);
}

/** Seconds without a word after which this node puts itself back. */
export function secondsOf({ plan: { stages }, job }: Cut, node: string): number {
  const last = Math.max(0, ...stages.map(({ layer }) => layer));
  return job.confirm.seconds + (last - layerOf(stages, node)) * layerSeconds;
}

/** What went wrong first, in the plan's order; every node is asked all the same. */
async function onAll(
  cut: Cut,
  ask: (target: Target) => Promise<Problem | null>,
  names: readonly string[] = writtenNodes(cut.plan),
): Promise<Failure | null> {
  const problems = await pool(targetsOf(cut, names), cut.job.limits.forks, async (target) => {
    const { name } = target.spec;
    const problem = await ask(target);
    cut.world.emit({ type: 'node-done', node: name });
    return problem === null ? [] : [{ nodes: [name], problem }];
  });
  return problems.flat()[0] ?? null;
}
