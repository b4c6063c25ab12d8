import { distinct } from '../model/distinct.ts';
import type { Report } from '../model/report.ts';
import { memberRemarks } from '../planner/members.ts';
import { outsideRemarks } from '../planner/outside.ts';
import { plan } from '../planner/plan.ts';
import { southboundRemotes } from '../planner/probes.ts';
import { interruption, reportPlan } from './report.ts';
import { chosen, type CheckJob } from './job.ts';
import type { World } from './ports.ts';
import { fleetOf } from './read/fleet.ts';
import { withReadings, type Reading } from './read/observe.ts';
import { secondLook } from './read/second-look.ts';
import { readSouthbound } from './read/southbound.ts';

/** Judges the nodes by the play, as they stand. Nothing in here can write. */
export function check(job: CheckJob, world: World): Promise<Report> {
  const looksOnly = { ...job, looksOnly: true, looksAround: true };
  return withReadings(chosen(job), looksOnly, world, (readings) => judged(job, readings, world));
}

async function judged(job: CheckJob, readings: readonly Reading[], world: World): Promise<Report> {
  const terms = { world, signal: world.signal };
  const southbound = await readSouthbound(southboundRemotes(job.play), job, readings, terms);
  const fleet = fleetOf(readings, southbound);
  const first = plan(job.play, fleet, { ...job, phase: 'settled' });
  const planned = await secondLook(job, first, { readings, southbound }, world);
  const outside = outsideRemarks(fleet, planned.nodes, { ...job, outside: 'said' });
  const members = memberRemarks(fleet, job.inventory);
  return {
    command: 'check',
    run: job.run,
    nodes: reportPlan(readings, planned),
    problems: distinct([...planned.problems, ...interruption(world), ...outside, ...members]),
    paths: null,
    plan: planned,
  };
}
