import { describe } from '../problems/describe.ts';
import type { Begin } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
import { note, writtenNodes, type Applied, type ApplyJob, type Cut, type Failure } from './cut.ts';
import { end } from './end.ts';
import type { Reading } from './observe.ts';
import type { World } from './ports.ts';
import { rollBack } from './rollback.ts';
import { ended } from './begin.ts';
import { carryOut } from './stages.ts';
import { armAll, disarmAll, extendAll, releaseAll } from './timers-of-run.ts';
import type { Target } from './write.ts';
import { isEndpoint } from '../ovn/endpoints.ts';

/** How a run that writes came out: of each node, and of the whole. */
export interface Outcome {
  readonly results: ReadonlyMap<string, Applied>;
  readonly findings: readonly Finding[];
}

/**
 * Writes a plan that nothing speaks against: every node arms a timer, the stages follow, and only
 * when all is verified are the timers disarmed. Whatever fails after the first write is put back.
 */
export async function apply(
  job: ApplyJob,
  plan: Plan,
  readings: readonly Reading[],
  world: World,
): Promise<Outcome> {
  const results = new Map<string, Applied>();
  const targets = targetsIn(readings);
  const journal = await world.journal(beginning(job, plan, targets, world));
  if (!journal.ok) return { results, findings: [{ nodes: [], problem: journal.error }] };
  const cut: Cut = {
    job,
    plan,
    world,
    journal: journal.value,
    targets,
    begun: [],
    disarmed: new Set(),
    results,
    remarks: [],
  };
  announce(cut);
  const failure = await armAll(cut);
  const findings = failure === null ? await write(cut) : await refuse(cut, failure);
  return { results, findings: [...findings, ...cut.remarks] };
}

/** What is about to happen, for those who watch. */
function announce(cut: Cut): void {
  const { strategy, stages, nodes } = cut.plan;
  const moving = nodes.filter(({ changes }) => changes.some(isEndpoint));
  cut.world.emit({
    type: 'strategy',
    strategy,
    endpoints: moving.length,
    nodes: writtenNodes(cut.plan).length,
    stages: stages.length,
    seconds: cut.job.confirm.seconds,
  });
}

async function write(cut: Cut): Promise<readonly Finding[]> {
  const failure = (await carryOut(cut)) ?? (await extendAll(cut)) ?? ended(cut);
  if (failure === null) return cut.job.confirm.hold ? held(cut) : finish(cut, 'changed');
  const touched = [...cut.results.values()].some(({ written }) => written !== false);
  if (touched) return rollBack(cut, failure);
  await releaseAll(cut);
  return refuse(cut, failure);
}

/** Nothing was written anywhere. */
async function refuse(cut: Cut, { nodes, problem }: Failure): Promise<readonly Finding[]> {
  await end(cut, 'refused');
  if (nodes.length === 0) return [{ nodes, problem }];
  for (const node of nodes) {
    const known = cut.results.get(node)?.problems ?? [];
    if (!known.includes(problem)) note(cut, node, { problems: [problem] });
  }
  return [];
}

async function held(cut: Cut): Promise<readonly Finding[]> {
  const { run, confirm } = cut.job;
  const unrecorded = await end(cut, 'held');
  // Nobody could confirm what no journal tells of.
  if (unrecorded !== null) return rollBack(cut, unrecorded);
  return [{ nodes: [], problem: { kind: 'held', run, seconds: confirm.seconds } }];
}

/** A node that cannot be disarmed puts itself back: then all others must follow it. */
export async function finish(cut: Cut, how: 'changed' | 'confirmed'): Promise<readonly Finding[]> {
  const { journal, world } = cut;
  const record = { type: 'stage', at: world.clock.stamp(), name: 'disarm' } as const;
  const recorded = await journal.append(record);
  if (!recorded.ok) return rollBack(cut, { nodes: [], problem: recorded.error });
  world.emit({ type: 'phase', phase: 'disarming', nodes: writtenNodes(cut.plan) });
  const failure = await disarmAll(cut);
  if (failure !== null) return rollBack(cut, failure);
  const unrecorded = await end(cut, how);
  if (unrecorded === null) return [];
  const reason = describe(unrecorded.problem).summary;
  return [{ nodes: [], problem: { kind: 'unrecorded', reason } }];
}

function beginning(
  job: ApplyJob,
  plan: Plan,
  targets: ReadonlyMap<string, Target>,
  { clock }: World,
): Begin {
  const { run, inventory, confirm } = job;
  return {
    type: 'begin',
    format: 'mcreconcile.journal/1',
    at: clock.stamp(),
    run,
    inventory: inventory.file,
    owner: confirm.owner,
    strategy: plan.strategy ?? 'write',
    confirmSeconds: confirm.seconds,
    ...(confirm.supersedes === null ? {} : { takesBack: confirm.supersedes }),
    nodes: writtenNodes(plan).flatMap((name) => {
      const spec = targets.get(name)?.spec;
      const changes = plan.nodes.find((node) => node.name === name)?.changes ?? [];
      return spec === undefined ? [] : [{ spec, changes }];
    }),
    stages: plan.stages,
  };
}

/** Only nodes that were read are planned for, and their session is kept open. */
export function targetsIn(readings: readonly Reading[]): ReadonlyMap<string, Target> {
  return new Map(
    readings.flatMap(({ spec, session, facts }): readonly [string, Target][] =>
      facts.ok && session !== null ? [[spec.name, { spec, session, facts: facts.value }]] : [],
    ),
  );
}
