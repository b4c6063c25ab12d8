import type { Report } from '../model/report.ts';
import { interruption } from './interruption.ts';
import type { Job } from './job.ts';
import type { World } from './ports.ts';
import { isBlocked, withProposal, type Proposal } from './propose.ts';
import { apply } from './write/apply.ts';
import { endTimersOf } from './write/earlier-timers.ts';
import { nothing, type Done } from './done.ts';

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
