import { isError } from '../problems/class.ts';
import { ok } from '../model/result.ts';
import { targetsIn, type Outcome } from './apply.ts';
import type { ApplyJob } from './cut.ts';
import type { Reading } from './observe.ts';
import { pool } from './pool.ts';
import type { World } from './ports.ts';
import { disarm } from './timers.ts';

/** The timers of a run that is taken back end with it, and are no news. */
export function withoutTimersOf(run: string | null, reading: Reading): Reading {
  const { facts } = reading;
  if (run === null || !facts.ok) return reading;
  const timers = facts.value.timers.filter((timer) => timer.run !== run);
  return { ...reading, facts: ok({ ...facts.value, timers }) };
}

/** Where a run was taken back, it holds no node any more: neither those that needed no write. */
export async function endTimersOf(
  { confirm: { supersedes: run, seconds }, limits }: Pick<ApplyJob, 'confirm' | 'limits'>,
  readings: readonly Reading[],
  { results, findings }: Outcome,
  world: World,
): Promise<void> {
  const problems = [...results.values()].flatMap((each) => each.problems);
  const failed = [...problems, ...findings.map(({ problem }) => problem)].some(isError);
  if (run === null || failed) return;
  const targets = [...targetsIn(readings).values()];
  // Most have none; one that cannot be ended finds nothing of its own to put back.
  await pool(targets, limits.forks, (target) => disarm(target, { run, seconds }, world));
}
