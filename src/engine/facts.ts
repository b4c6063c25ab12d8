import type { Report } from '../model/report.ts';
import { outsideRemarks } from '../planner/outside.ts';
import { interruption, reportReading } from './report.ts';
import { chosen, type FactsJob } from './job.ts';
import type { World } from './ports.ts';
import { fleetOf } from './read/fleet.ts';
import { withReadings } from './read/observe.ts';

/** Reads the nodes and reports what they have. */
export function facts(job: FactsJob, world: World): Promise<Report> {
  return withReadings(
    chosen(job),
    { ...job, looksOnly: true, looksAround: true },
    world,
    async (readings) => ({
      command: 'facts',
      run: job.run,
      nodes: readings.map(reportReading),
      problems: [...outsideRemarks(fleetOf(readings, []), [], job), ...interruption(world)],
      paths: null,
      plan: null,
    }),
  );
}
