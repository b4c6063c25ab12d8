import type { Plan, Stage } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import { isError } from '../model/problem-class.ts';
import type { Problem } from '../model/problem.ts';
import { patience } from '../planner/plan.ts';
import type { Reading } from './observe.ts';
import { pool } from './pool.ts';
import { problemOf, type Limits, type World } from './ports.ts';
import { verify } from './verify.ts';
import { write, type Target } from './write.ts';

/** What of the job apply needs. */
export interface ApplyJob {
  readonly play: Play;
  readonly limits: Limits;
  readonly selected: ReadonlySet<string>;
  readonly allow: ReadonlySet<string>;
}

/** How a node came out of apply. */
export interface Applied {
  /** Whether its changes are in its database; null: nobody knows. */
  readonly written: boolean | null;
  readonly problems: readonly Problem[];
}

/**
 * Carries out the stages of a plan that nothing speaks against, then observes and plans again:
 * a node is converged when that second plan is empty for it. A play that waits for tunnels looks
 * at every node, for each tunnel has two ends.
 */
export async function apply(
  job: ApplyJob,
  planned: Plan,
  readings: readonly Reading[],
  world: World,
): Promise<ReadonlyMap<string, Applied>> {
  const results = new Map<string, Applied>();
  const targets = targetsOf(readings);
  for (const stage of planned.stages) await runStage(stage, targets, { job, world, results });
  const written = [...results]
    .filter(([, result]) => result.written === true)
    .map(([name]) => name);
  if (written.length === 0) return results;
  const looked = patience(job.play) > 0 ? [...targets.keys()] : written;
  const found = await verify(
    job,
    looked.flatMap((name) => targets.get(name) ?? []),
    world,
  );
  for (const [name, problems] of found) note(results, name, problems);
  return results;
}

/** What the verification found goes to what the write brought; a peer's end counts, too. */
function note(results: Map<string, Applied>, name: string, found: readonly Problem[]): void {
  const { written, problems } = results.get(name) ?? { written: false, problems: [] };
  const own = written === true || found.some(isError);
  if (own) results.set(name, { written, problems: [...problems, ...found] });
}

interface Run {
  readonly job: ApplyJob;
  readonly world: World;
  readonly results: Map<string, Applied>;
}

async function runStage(
  stage: Stage,
  targets: ReadonlyMap<string, Target>,
  { job, world, results }: Run,
): Promise<void> {
  // A write that has begun is seen through: Ctrl-C stops what has not begun.
  const uncut = new AbortController().signal;
  world.emit({ type: 'phase', phase: 'writing', nodes: stage.writes.map(({ node }) => node) });
  await pool(stage.writes, job.limits.forks, async ({ node, changes }) => {
    const target = targets.get(node);
    if (target === undefined) throw new Error(`${node} was never read`);
    results.set(
      node,
      world.signal.aborted
        ? { written: false, problems: [problemOf(world.signal)] }
        : applied(await write(target, changes, world, uncut)),
    );
    world.emit({ type: 'node-done', node });
  });
}

function applied(result: Awaited<ReturnType<typeof write>>): Applied {
  if (result.ok) return { written: true, problems: [] };
  const written = result.error.kind === 'outcome-unknown' ? null : false;
  return { written, problems: [result.error] };
}

/** Only nodes that were read are planned for, and their session is kept open. */
function targetsOf(readings: readonly Reading[]): ReadonlyMap<string, Target> {
  return new Map(
    readings.flatMap(({ spec, session, facts }): readonly [string, Target][] =>
      facts.ok && session !== null ? [[spec.name, { spec, session, facts: facts.value }]] : [],
    ),
  );
}
