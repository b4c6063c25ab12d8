import { primeScript } from '../facts/prime-script.ts';
import type { Stage } from '../model/plan.ts';
import { isError } from '../model/problem-class.ts';
import type { Finding, Problem } from '../model/problem.ts';
import { patience } from '../planner/plan.ts';
import { barrier } from './barrier.ts';
import { note, targetsOf, writtenNodes, type Cut, type Failure } from './cut.ts';
import { commandDeadline } from './deadlines.ts';
import { pool } from './pool.ts';
import { problemOf } from './ports.ts';
import { extendAll, halfTime } from './timers-of-run.ts';
import { turnMs } from './turns.ts';
import { verify } from './verify.ts';
import { write } from './write.ts';

/**
 * New tunnels stand at once, and their BFD a second later: without it gateways fail over when the
 * old ones go (docs/cutover.md).
 */
const settleMs = 2000;

/** Nobody is asked anything while OVN moves its tunnels: that costs the nodes the time for it. */
const quietMs = 1000;

/**
 * Carries out the stages one after the other: the next begins when every node and every tunnel is
 * where the last one wants it. Then observes and plans again: nothing may be left to do.
 */
export async function carryOut(cut: Cut): Promise<Failure | null> {
  const { stages } = cut.plan;
  for (const [at, stage] of stages.entries()) {
    const failure =
      (await prepare(cut, stage, at === 0)) ??
      (await runStage(cut, stage, at === stages.length - 1));
    if (failure !== null) return { ...failure, stage: stage.name };
  }
  return (await extendAll(cut)) ?? verified(cut);
}

/** The last moment in which nothing is lost by giving up. */
async function prepare(cut: Cut, stage: Stage, isFirst: boolean): Promise<Failure | null> {
  const { world, journal } = cut;
  const late = isFirst ? null : await extendAll(cut);
  if (late !== null) return late;
  const record = { type: 'stage', at: world.clock.stamp(), name: stage.name } as const;
  const recorded = await journal.append(record);
  if (!recorded.ok) return { nodes: [], problem: recorded.error };
  await primeAll(cut, stage);
  return ended(cut);
}

async function primeAll({ targets, job, world }: Cut, { prime }: Stage): Promise<void> {
  await pool(prime, job.limits.forks, async (each) => {
    const session = targets.get(each.node)?.session;
    const deadline = commandDeadline(world.clock, 'asking the neighbours', world.signal);
    // Not a condition: whether pings pass was asked before, and the next write tells the rest.
    await session?.run(primeScript(each), deadline);
  });
}

async function runStage(cut: Cut, stage: Stage, isLast: boolean): Promise<Failure | null> {
  const { world } = cut;
  const signal = halfTime(cut, `stage ${stage.name}`);
  cut.begun.push(stage);
  world.emit({ type: 'phase', phase: 'writing', nodes: stage.writes.map(({ node }) => node) });
  const over = AbortSignal.any([signal, world.signal]);
  const failure = (await writeAll(cut, stage, { signal, over })) ?? ended(cut);
  if (failure === null && cut.plan.strategy !== null) await world.clock.sleep(quietMs, over);
  if (failure !== null || isLast) return failure ?? ended(cut);
  const missing = await barrier(cut, stage.writes, over);
  if (missing.length === 0) await world.clock.sleep(settleMs, over);
  return ended(cut) ?? failureOf(cut, missing);
}

/** In turns where that is better; who has not begun when something ends the stage is not written. */
async function writeAll(
  cut: Cut,
  stage: Stage,
  { signal, over }: { readonly signal: AbortSignal; readonly over: AbortSignal },
): Promise<Failure | null> {
  const { clock } = cut.world;
  const takeTurns = cut.plan.strategy === 'make-before-break';
  const turn = takeTurns ? turnMs(stage, cut.job.confirm.seconds) : 0;
  const began = clock.now();
  const writes = [...stage.writes.entries()];
  const results = await pool(writes, cut.job.limits.forks, async ([at, each]) => {
    const wait = began + at * turn - clock.now();
    if (wait > 0) await clock.sleep(wait, over);
    // A write that has begun is seen through; what the user says counts after it.
    return over.aborted ? null : writeOne(cut, each, signal);
  });
  return results.find((result) => result !== null) ?? null;
}

async function writeOne(
  cut: Cut,
  { node, changes, holds }: Stage['writes'][number],
  signal: AbortSignal,
): Promise<Failure | null> {
  const [target] = targetsOf(cut, [node]);
  if (target === undefined) throw new Error(`${node} was never read`);
  const result = await write(target, { changes, holds }, cut.world, signal);
  cut.world.emit({ type: 'node-done', node });
  if (result.ok) note(cut, node, { written: true });
  else
    note(cut, node, {
      ...(mayBeThere(result.error) && { written: null }),
      problems: [result.error],
    });
  return result.ok ? null : { nodes: [node], problem: result.error };
}

/** What an earlier stage wrote stays known as written. */
function mayBeThere({ kind }: Problem): boolean {
  return kind === 'outcome-unknown';
}

async function verified(cut: Cut): Promise<Failure | null> {
  const { job, world, targets } = cut;
  const signal = AbortSignal.any([halfTime(cut, 'the verification'), world.signal]);
  // Each tunnel has two ends: a play that waits for them looks at every node.
  const looked =
    patience(job.play) > 0 ? [...targets.values()] : targetsOf(cut, writtenNodes(cut.plan));
  const found = await verify(job, looked, world, signal);
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

/** The user's interrupt, or the run's deadline. */
export function ended({ world: { signal } }: Cut): Failure | null {
  return signal.aborted ? { nodes: [], problem: problemOf(signal) } : null;
}

function failureOf(cut: Cut, missing: readonly Finding[]): Failure | null {
  for (const { nodes, problem } of missing) {
    for (const node of nodes) note(cut, node, { problems: [problem] });
  }
  return missing[0] ?? null;
}
