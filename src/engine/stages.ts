import type { Stage } from '../model/plan.ts';
import { isError } from '../problems/class.ts';
import type { Finding } from '../problems/problem.ts';
import { patience } from '../planner/plan.ts';
import { barrier } from './barrier.ts';
import { note, targetsOf, writtenNodes, type Cut, type Failure } from './cut.ts';
import { begin, ended, primeAll } from './begin.ts';
import { moveInPlace } from './in-place.ts';
import { proof } from './proof.ts';
import { extendAll, halfTime } from './timers-of-run.ts';
import { verify } from './verify.ts';
import { writeAll } from './write-all.ts';

/** Nobody is asked anything while OVN moves its tunnels: that costs the nodes the time for it. */
const quietMs = 1000;

/** Carries out the plan's stages. Then observes and plans again: nothing may be left to do. */
export async function carryOut(cut: Cut): Promise<Failure | null> {
  const inPlace = cut.plan.strategy === 'in-place';
  const done = inPlace ? await moveInPlace(cut) : await oneByOne(cut);
  if (done !== null && 'problem' in done) return done;
  const failure = (await extendAll(cut)) ?? (await verified(cut));
  if (failure === null && done !== null) await proof(cut, done);
  return failure;
}

/** The next stage begins when every node and every tunnel is where the last one wants it. */
async function oneByOne(cut: Cut): Promise<Failure | null> {
  const { stages } = cut.plan;
  for (const [at, stage] of stages.entries()) {
    const late = at === 0 ? null : await extendAll(cut);
    if (late === null) await primeAll(cut, stage);
    const failure =
      late ?? (await begin(cut, stage)) ?? (await runStage(cut, stage, at === stages.length - 1));
    if (failure !== null) return { ...failure, stage: stage.name };
  }
  return null;
}

async function runStage(cut: Cut, stage: Stage, isLast: boolean): Promise<Failure | null> {
  const { world } = cut;
  const signal = halfTime(cut, `stage ${stage.name}`);
  const over = AbortSignal.any([signal, world.signal]);
  const failure = (await writeAll(cut, stage, { signal, over })) ?? ended(cut);
  if (failure === null && cut.plan.strategy !== null) await world.clock.sleep(quietMs, over);
  if (failure !== null || isLast) return failure ?? ended(cut);
  const missing = await barrier(cut, stage.writes, over);
  return ended(cut) ?? failureOf(cut, missing);
}

async function verified(cut: Cut): Promise<Failure | null> {
  const { job, world, targets } = cut;
  const signal = AbortSignal.any([halfTime(cut, 'the verification'), world.signal]);
  // Each tunnel has two ends: a play that waits for them looks at every node.
  const looked =
    patience(job.play) > 0 ? [...targets.values()] : targetsOf(cut, writtenNodes(cut.plan));
  const isInPlace = cut.plan.strategy === 'in-place';
  const found = await verify(job, looked, world, { signal, isInPlace });
  const interrupted = ended(cut);
  if (interrupted !== null) return interrupted;
  for (const [name, problems] of found) {
    if (problems.length > 0) note(cut, name, { problems });
  }
  const [first] = [...found].flatMap(([name, problems]) =>
    problems.filter(isError).map((problem) => ({ nodes: [name], problem })),
  );
  return first ?? null;
}

function failureOf(cut: Cut, missing: readonly Finding[]): Failure | null {
  for (const { nodes, problem } of missing) {
    for (const node of nodes) note(cut, node, { problems: [problem] });
  }
  return missing[0] ?? null;
}
