import { pool } from './ask.ts';
import type { Job } from './job.ts';
import type { World } from './ports.ts';
import { isBlocked, withProposal, type Proposal } from './propose.ts';
import { type Reading, targetsIn } from './read/observe.ts';
import { type Done, interruption, nothing } from './report.ts';
import { apply } from './write/apply.ts';
import { disarm } from './write/timers.ts';
import type { Report } from '../model/report.ts';
import { isError, problemsIn } from '../problems/problem.ts';

/** Writes what differs, where nothing speaks against it, and verifies it. */
export function converge(job: Job, world: World): Promise<Report> {
  return withProposal(job, world, async (proposal) => {
    const stays = world.signal.aborted || isBlocked(job, proposal);
    const done = stays ? nothing : await written(job, proposal, world);
    return { ...done, findings: [...done.findings, ...interruption(world, done)] };
  });
}

async function written(job: Job, proposal: Proposal, world: World): Promise<Done> {
  const isInSync = proposal.plan.stages.length === 0;
  const done = isInSync ? nothing : await apply(job, proposal, world);
  await endTimersOf(job, proposal.readings, done, world);
  return done;
}

/** Where a run was rolled back, it holds no node any more: neither those that needed no write. */
async function endTimersOf(
  { confirm: { rollsBack: run, seconds }, limits }: Pick<Job, 'confirm' | 'limits'>,
  readings: readonly Reading[],
  { results, findings }: Done,
  world: World,
): Promise<void> {
  const said = problemsIn({ nodes: [...results.values()], problems: findings });
  if (run === null || said.some(isError)) return;
  const targets = [...targetsIn(readings).values()];
  // Most have none; one that cannot be ended finds nothing of its own to undo.
  await pool(targets, limits.forks, (target) => disarm(target, { run, seconds }, world));
}
