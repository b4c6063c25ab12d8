import type { Stage } from '../../model/plan.ts';
import { isError } from '../../problems/problem.ts';
import { patience } from '../../planner/plan.ts';
import type { CheckJob } from '../job.ts';
import { barrier } from './barrier.ts';
import { note, noteAll, targetsOf, namesOf, type Run, type Failure } from './run.ts';
import { beginStage, ended, primeAll } from './begin.ts';
import { moveInPlace } from './in-place.ts';
import { proof } from './proof.ts';
import { extendAll, halfTime } from './timers.ts';
import { verify } from './verify.ts';
import { writeAll } from './write-all.ts';

/** Nobody is asked anything while OVN moves its tunnels: that costs the nodes the time for it. */
const quietMs = 1000;

/** Carries out the plan's stages. Then observes and plans again: nothing may be left to do. */
export async function carryOut(run: Run, job: CheckJob): Promise<Failure | null> {
  const inPlace = run.begin.strategy === 'in-place';
  const done = inPlace ? await moveInPlace(run) : await oneByOne(run);
  if (done !== null && 'problem' in done) return done;
  const failure = (await extendAll(run)) ?? (await verified(run, job));
  if (failure === null && done !== null) await proof(run, done);
  return failure;
}

/** The next stage begins when every node and every tunnel is where the last one wants it. */
async function oneByOne(run: Run): Promise<Failure | null> {
  const { stages } = run.begin;
  for (const [at, stage] of stages.entries()) {
    const late = at === 0 ? null : await extendAll(run);
    if (late === null) await primeAll(run, stage);
    const failure =
      late ??
      (await beginStage(run, stage)) ??
      (await runStage(run, stage, at === stages.length - 1));
    if (failure !== null) return { ...failure, stage: stage.name };
  }
  return null;
}

async function runStage(run: Run, stage: Stage, isLast: boolean): Promise<Failure | null> {
  const { world } = run;
  const signal = halfTime(run, `stage ${stage.name}`);
  const over = AbortSignal.any([signal, world.signal]);
  const failure = await writeAll(run, stage, { signal, over });
  if (failure !== null) return failure;
  if (run.begin.strategy !== 'write') await world.clock.sleep(quietMs, over);
  const missing = isLast ? [] : await barrier(run, stage.writes, over);
  return ended(run) ?? noteAll(run, missing);
}

async function verified(run: Run, job: CheckJob): Promise<Failure | null> {
  const { world, targets } = run;
  const signal = AbortSignal.any([halfTime(run, 'the verification'), world.signal]);
  // Each tunnel has two ends: a play that waits for them looks at every node.
  const looked = patience(job.play) > 0 ? [...targets.values()] : targetsOf(run, namesOf(run));
  const isInPlace = run.begin.strategy === 'in-place';
  const found = await verify(job, looked, world, { signal, isInPlace });
  const interrupted = ended(run);
  if (interrupted !== null) return interrupted;
  for (const [name, problems] of found) {
    if (problems.length > 0) note(run, name, { problems });
  }
  const [first] = [...found].flatMap(([name, problems]) =>
    problems.filter(isError).map((problem) => ({ nodes: [name], problem })),
  );
  return first ?? null;
}
