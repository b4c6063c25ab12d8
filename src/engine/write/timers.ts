import { ask, pool, timeLimit } from '../ask.ts';
import type { World } from '../ports.ts';
import type { Target } from '../read/observe.ts';
import { namesOf, note, targetsOf, type Failure, type Run } from './run.ts';
import type { Result } from '../../model/result.ts';
import type { Timer } from '../../model/undo.ts';
import { layerOf, timerUndo } from '../../planner/cutover/undo.ts';
import type { Problem } from '../../problems/problem.ts';
import { armQuestion, disarmQuestion, extendQuestion } from '../../remote/timer/question.ts';

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
    // Seen through whatever the user says meanwhile: half-armed is worse than late.
    const { signal } = new AbortController();
    const result = await ask(armQuestion(target.facts.ovs, timer), target.session, world, signal);
    const tookOver = result.ok ? result.value.tookOver : null;
    if (tookOver !== null)
      note(run, name, { problems: [{ kind: 'timer-taken-over', run: tookOver }] });
    return result;
  });
  if (armed !== null) await disarmTwice(run);
  return armed;
}

/** Gives every node its time again, `most` seconds of it, and finds out whether it still waits. */
export function extendAll(run: Run, most = Infinity): Promise<Failure | null> {
  const { begin, world } = run;
  return onAll(run, ({ spec, session }) => {
    const timer = { run: begin.run, seconds: Math.min(most, secondsOf(run, spec.name)) };
    return ask(extendQuestion(timer), session, world, share(timer, world));
  });
}

/** Lets every node keep what it has. */
export function disarmAll(run: Run, names = namesOf(run)): Promise<Failure | null> {
  const { begin, world } = run;
  const disarmOne = async (target: Target) => {
    const result = await disarm(target, { run: begin.run, seconds: begin.confirmSeconds }, world);
    if (result.ok) run.disarmed.add(target.spec.name);
    return result;
  };
  return onAll(run, disarmOne, names);
}

/** Disarms nodes that hold nothing of ours: a timer that stays changes nothing, but is in the way. */
export async function disarmTwice(run: Run, names = namesOf(run)): Promise<void> {
  const failure = await disarmAll(run, names);
  if (failure !== null) await disarmAll(run, names);
}

/** Ends a node's timer; where that worked, the node keeps what it has. */
export function disarm(
  { session }: Target,
  timer: Pick<Timer, 'run' | 'seconds'>,
  world: World,
): Promise<Result<null, Problem>> {
  return ask(disarmQuestion(timer), session, world, share(timer, world));
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

/** Where one does not answer, the others must hear of it while their timers still wait. */
function share({ seconds }: Pick<Timer, 'seconds'>, { clock }: World): AbortSignal {
  return timeLimit(clock, 'setting the revert timer', seconds / 3);
}

/** What went wrong first, in the plan's order; every node is asked all the same. */
async function onAll(
  run: Run,
  work: (target: Target) => Promise<Result<unknown, Problem>>,
  names = namesOf(run),
): Promise<Failure | null> {
  const failures = await pool(targetsOf(run, names), run.forks, async (target) => {
    const { name } = target.spec;
    const result = await work(target);
    run.world.emit({ type: 'node-done', node: name });
    return result.ok ? [] : [{ nodes: [name], problem: result.error }];
  });
  return failures.flat()[0] ?? null;
}
