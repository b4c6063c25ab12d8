import type { Report } from '../model/report.ts';
import { memberRemarks } from '../planner/members.ts';
import { outsideRemarks } from '../planner/outside.ts';
import { interruption, reportReading } from './report.ts';
import { chosen, type FactsJob } from './job.ts';
import type { World } from './ports.ts';
import { fleetOf } from './read/fleet.ts';
import { withReadings } from './read/observe.ts';

/** Reads the nodes and reports what they have. */
export function facts(job: FactsJob, world: World): Promise<Report> {
  const looks = { ...job, looksOnly: true, looksAround: true };
  return withReadings(chosen(job), looks, world, async (readings) => {
    const fleet = fleetOf(readings, []);
    const outside = [...outsideRemarks(fleet, [], job), ...memberRemarks(fleet, job.inventory)];
    return {
      command: 'facts',
      run: job.run,
      nodes: readings.map(reportReading),
      problems: [...outside, ...interruption(world)],
      paths: null,
      plan: null,
    };
  });
}
