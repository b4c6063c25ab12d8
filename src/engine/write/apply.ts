import { isEndpoint } from '../../ovn/endpoints.ts';
import type { Begin } from '../../model/journal.ts';
import type { Plan } from '../../model/plan.ts';
import type { Finding } from '../../problems/problem.ts';
import type { Job } from '../job.ts';
import type { World } from '../ports.ts';
import type { Proposal } from '../propose.ts';
import { type Target, targetsIn } from '../read/observe.ts';
import { ended } from './begin.ts';
import { held, keepAll, refuse, rollBack } from './end.ts';
import type { Done } from '../report.ts';
import { startRun, type Run } from './run.ts';
import { carryOut } from './stages.ts';
import { armAll, disarmTwice, extendAll } from './timers.ts';

/**
 * Writes a plan that nothing speaks against: every node arms a timer, the stages follow, and only
 * when all is verified are the timers disarmed. What fails after the first write is rolled back.
 */
export async function apply(
  job: Job,
  { plan, readings }: Pick<Proposal, 'plan' | 'readings'>,
  world: World,
): Promise<Done> {
  const targets = targetsIn(readings);
  const begin = beginning(job, plan, targets, world);
  const journal = await world.journal(begin);
  if (!journal.ok) return { results: new Map(), findings: [{ nodes: [], problem: journal.error }] };
  const { forks } = job.limits;
  const run = startRun({ begin, journal: journal.value, world, forks, targets });
  announce(run);
  const failure = await armAll(run);
  const findings = failure === null ? await write(run, job) : await refuse(run, failure);
  return { results: run.results, findings: [...findings, ...run.remarks] };
}

/** What is about to happen, for those who watch. */
function announce({ begin, world }: Run): void {
  const { strategy, stages, nodes, confirmSeconds: seconds } = begin;
  const endpoints = nodes.filter(({ changes }) => changes.some(isEndpoint)).length;
  const sizes = { endpoints, nodes: nodes.length, stages: stages.length };
  world.emit({ type: 'strategy', strategy, ...sizes, seconds });
}

async function write(run: Run, job: Job): Promise<readonly Finding[]> {
  const failure = (await carryOut(run, job)) ?? (await extendAll(run)) ?? ended(run);
  if (failure === null) return job.confirm.hold ? held(run) : keepAll(run, 'changed');
  const touched = [...run.results.values()].some(({ written }) => written !== false);
  if (touched) return rollBack(run, failure);
  await disarmTwice(run);
  return refuse(run, failure);
}

function beginning(
  job: Job,
  { nodes, stages, strategy }: Plan,
  targets: ReadonlyMap<string, Target>,
  { clock }: World,
): Begin {
  const { run, inventory, confirm } = job;
  const written = stages.flatMap(({ writes }) => writes.map(({ node }) => node));
  return {
    type: 'begin',
    format: 'mcreconcile.journal/1',
    at: clock.stamp(),
    run,
    inventory: inventory.file,
    owner: confirm.owner,
    strategy: strategy ?? 'write',
    confirmSeconds: confirm.seconds,
    ...(confirm.rollsBack !== null && { rollsBack: confirm.rollsBack }),
    nodes: [...new Set(written)].flatMap((name) => {
      const spec = targets.get(name)?.spec;
      const changes = nodes.find((node) => node.name === name)?.changes ?? [];
      return spec === undefined ? [] : [{ spec, changes }];
    }),
    stages,
  };
}
