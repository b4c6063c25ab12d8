import type { Problem } from '../../problems/problem.ts';
import { layerOf, timerUndo } from '../../planner/cutover/undo.ts';
import { note, targetsOf, namesOf, type Run, type Failure } from './run.ts';
import { timeLimit } from '../deadlines.ts';
import { pool } from '../pool.ts';
import { arm, disarm, extend } from './timers.ts';
import type { Target } from '../read/target.ts';

/** Seconds between the layers: who took an address gives it back before its owner wants it. */
const layerSeconds = 10;

/** Arms every node that will be written; where one cannot be armed, none stays armed. */
export async function armAll(run: Run): Promise<Failure | null> {
  const { begin, world } = run;
  world.emit({ type: 'phase', phase: 'arming', nodes: namesOf(run) });
  const armed = await onAll(run, async (target) => {
    const { name } = target.spec;
    const undo = timerUndo(begin.stages, name);
    const timer = { run: begin.run, owner: begin.owner, seconds: secondsOf(run, name), undo };
    // One that is not there, or is at work, shows when this one is armed.
    const { rollsBack: before } = begin;
    if (before !== undefined) await disarm(target, { ...timer, run: before }, world);
    const result = await arm(target, timer, world);
    if (!result.ok) return result.error;
    const { tookOver } = result.value;
    if (tookOver !== null)
      note(run, name, { problems: [{ kind: 'timer-taken-over', run: tookOver }] });
    return null;
  });
  if (armed !== null) await disarmTwice(run);
  return armed;
}

/** Gives every node its time again, `most` seconds of it, and finds out whether it still waits. */
export function extendAll(run: Run, most = Infinity): Promise<Failure | null> {
  const { begin, world } = run;
  return onAll(run, async (target) => {
    const seconds = Math.min(most, secondsOf(run, target.spec.name));
    const timer = { run: begin.run, seconds };
    const result = await extend(target, timer, world);
    return result.ok ? null : result.error;
  });
}

/** Lets every node keep what it has. */
export async function disarmAll(
  run: Run,
  names: readonly string[] = namesOf(run),
): Promise<Failure | null> {
  const { begin, world } = run;
  const timer = { run: begin.run, seconds: begin.confirmSeconds };
  const ask = async (target: Target): Promise<Problem | null> => {
    const result = await disarm(target, timer, world);
    if (result.ok) run.disarmed.add(target.spec.name);
    return result.ok ? null : result.error;
  };
  return onAll(run, ask, names);
}

/** Disarms nodes that hold nothing of ours: a timer that stays changes nothing, but is in the way. */
export async function disarmTwice(
  run: Run,
  names: readonly string[] = namesOf(run),
): Promise<void> {
  const failure = await disarmAll(run, names);
  if (failure !== null) await disarmAll(run, names);
}

/** Half of the time until the timers fire: the other half is for the rollback. */
export function halfTime({ begin, world }: Run, phase: string): AbortSignal {
  return timeLimit(world.clock, phase, begin.confirmSeconds / 2);
}

/** Seconds without contact after which this node reverts. */
export function secondsOf({ begin: { stages, confirmSeconds } }: Run, node: string): number {
  const last = Math.max(0, ...stages.map(({ layer }) => layer));
  return confirmSeconds + (last - layerOf(stages, node)) * layerSeconds;
}

/** What went wrong first, in the plan's order; every node is asked all the same. */
async function onAll(
  run: Run,
  ask: (target: Target) => Promise<Problem | null>,
  names: readonly string[] = namesOf(run),
): Promise<Failure | null> {
  const problems = await pool(targetsOf(run, names), run.forks, async (target) => {
    const { name } = target.spec;
    const problem = await ask(target);
    run.world.emit({ type: 'node-done', node: name });
    return problem === null ? [] : [{ nodes: [name], problem }];
  });
  return problems.flat()[0] ?? null;
}
