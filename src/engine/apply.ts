import type { Change } from '../model/change.ts';
import type { Plan, Stage } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import { isError } from '../model/problem-class.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { plan } from '../planner/plan.ts';
import { fleetOf, type Read } from './fleet.ts';
import { nodeDeadline } from './deadlines.ts';
import { readFacts, type Reading } from './observe.ts';
import { pool } from './pool.ts';
import { problemOf, type Limits, type World } from './ports.ts';
import { write, type Target } from './write.ts';

type Results = Map<string, Result<null, Problem>>;

/**
 * Carries out the stages of a plan that nothing speaks against, then observes and plans again:
 * a node is converged when that second plan is empty for it.
 */
export async function apply(
  task: Task,
  planned: Plan,
  readings: readonly Reading[],
  world: World,
): Promise<Results> {
  // A write that has begun is seen through: Ctrl-C stops what has not begun.
  const uncut = new AbortController().signal;
  const results: Results = new Map();
  const run = { ...task, world, uncut, results };
  for (const stage of planned.stages) await runStage(stage, readings, run);
  const written = [...results].flatMap(([name, result]) => (result.ok ? [name] : []));
  await verify(written, readings, run);
  return results;
}

/** What of the job apply needs. */
interface Task {
  readonly play: Play;
  readonly limits: Limits;
  readonly allow: ReadonlySet<string>;
}

interface Run extends Task {
  readonly world: World;
  readonly uncut: AbortSignal;
  readonly results: Results;
}

async function runStage(stage: Stage, readings: readonly Reading[], run: Run): Promise<void> {
  const { world, limits, uncut, results } = run;
  world.emit({ type: 'phase', phase: 'writing', nodes: stage.writes.map(({ node }) => node) });
  await pool(stage.writes, limits.forks, async ({ node, changes }) => {
    const target = targetOf(readings, node);
    const result = world.signal.aborted
      ? err(problemOf(world.signal))
      : await write(target, changes, world, uncut);
    results.set(node, result);
    world.emit({ type: 'node-done', node });
  });
}

async function verify(
  written: readonly string[],
  readings: readonly Reading[],
  { play, allow, world, limits, uncut, results }: Run,
): Promise<void> {
  world.emit({ type: 'phase', phase: 'verifying', nodes: written });
  const again = await pool(written, limits.forks, (name) => reread(targetOf(readings, name)));
  const fleet = fleetOf(
    readings.map((each) => again.find(({ spec }) => spec === each.spec) ?? each),
  );
  const second = plan(play, fleet, { selected: new Set(written), allow });
  for (const { spec, facts } of again) results.set(spec.name, verdict(spec.name, facts));

  async function reread({ spec, session }: Target): Promise<Read> {
    const signal = nodeDeadline(world.clock, 'verifying the node', uncut);
    const facts = await readFacts(spec, session, world, signal);
    world.emit({ type: 'node-done', node: spec.name });
    return { spec, facts };
  }

  function verdict(name: string, facts: Read['facts']): Result<null, Problem> {
    if (!facts.ok) return err(facts.error);
    const node = second.nodes.find((each) => each.name === name);
    const remaining: readonly Change[] = node?.changes ?? [];
    const [problem] = node?.problems.filter(isError) ?? [];
    if (problem?.kind === 'vswitchd-silent') return err({ kind: 'not-confirmed' });
    if (problem !== undefined) return err(problem);
    return remaining.length === 0 ? ok(null) : err({ kind: 'not-converged', remaining });
  }
}

/** Only nodes that were read are planned for, and their session is kept open. */
function targetOf(readings: readonly Reading[], name: string): Target {
  const reading = readings.find(({ spec }) => spec.name === name);
  if (!reading?.facts.ok || reading.session === null) throw new Error(`${name} was never read`);
  return { spec: reading.spec, session: reading.session, facts: reading.facts.value };
}
