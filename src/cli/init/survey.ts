import { readLinks } from '../../engine/read/links.ts';
import { reportReading } from '../../engine/report.ts';
import { interruption } from '../../engine/interruption.ts';
import { withReadings } from '../../engine/read/observe.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import { err, ok } from '../../model/result.ts';
import type { Surveyed } from '../../remote/links/question.ts';
import { withWorld } from '../world.ts';
import { reportOf } from '../report-of.ts';
import type { InitRequest, Step } from './request.ts';

/** Reads all nodes at the same time; one that cannot be read ends it. */
export function survey(
  specs: readonly NodeSpec[],
  { options, context }: InitRequest,
): Step<readonly Surveyed[]> {
  const limits = { forks: options.forks, connectSeconds: options.timeout };
  return withWorld(options, context, (world) =>
    withReadings(specs, { limits }, world, async (readings) => {
      const surveyed = await readLinks(readings, world, limits);
      if (surveyed.length === readings.length && !world.signal.aborted) return ok(surveyed);
      return err(reportOf('init', interruption(world), { nodes: readings.map(reportReading) }));
    }),
  );
}
