import type { Finding } from '../problems/problem.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Report } from '../model/report.ts';
import { liveRuns } from '../state/lock.ts';
import { listRuns } from '../state/runs.ts';
import type { Context } from './context.ts';
import { remarksOn } from './load-files.ts';
import { ofRun, preceded } from './report-of.ts';

/** Runs a job, and tells before all else which run died, and what was left out of the inventory. */
export async function noticed(
  { inventory }: { readonly inventory: Inventory },
  context: Context,
  run: () => Promise<Report>,
): Promise<Report> {
  const died = await unfinished(inventory.file, context);
  return preceded([...died, ...remarksOn(inventory)], await run());
}

/** The last run that wrote by this inventory, if it never came to its end. */
async function unfinished(
  inventory: string,
  { state, process: { host } }: Context,
): Promise<readonly Finding[]> {
  const [runs, live] = await Promise.all([listRuns(state), liveRuns(state, host)]);
  const last = (runs.ok ? runs.value.runs : [])
    .flatMap(({ record }) => (record.ok ? [record.value] : []))
    .find(({ begin }) => begin.inventory === inventory);
  if (last === undefined || last.end !== null || live.has(last.begin.run)) return [];
  const { run, at } = last.begin;
  return ofRun([{ kind: 'run-died', run, at, stage: last.stage }]);
}
