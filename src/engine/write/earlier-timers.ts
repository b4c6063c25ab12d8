import { isError } from '../../problems/problem.ts';
import type { Job } from '../job.ts';
import { pool } from '../pool.ts';
import type { World } from '../ports.ts';
import type { Reading } from '../read/observe.ts';
import { targetsIn } from '../read/target.ts';
import type { Done } from '../done.ts';
import { disarm } from './timers.ts';

/** Where a run was rolled back, it holds no node any more: neither those that needed no write. */
export async function endTimersOf(
  { confirm: { rollsBack: run, seconds }, limits }: Pick<Job, 'confirm' | 'limits'>,
  readings: readonly Reading[],
  { results, findings }: Done,
  world: World,
): Promise<void> {
  const problems = [...results.values()].flatMap((each) => each.problems);
  const failed = [...problems, ...findings.map(({ problem }) => problem)].some(isError);
  if (run === null || failed) return;
  const targets = [...targetsIn(readings).values()];
  // Most have none; one that cannot be ended finds nothing of its own to undo.
  await pool(targets, limits.forks, (target) => disarm(target, { run, seconds }, world));
}
