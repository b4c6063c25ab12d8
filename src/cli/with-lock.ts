import type { FactsJob } from '../engine/job.ts';
import type { Problem } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';
import { ok, type Result } from '../model/result.ts';
import type { Context } from './context.ts';
import type { Writing } from './options.ts';
import { ofRun, preceded } from './report-of.ts';

/** What a lock is of, and whose. */
export type Locked = Pick<FactsJob, 'run' | 'inventory'>;

/** Runs while nobody else writes by the inventory. */
export async function withLock(
  { run, inventory }: Locked,
  { options, context }: { readonly options: Partial<Writing>; readonly context: Context },
  work: () => Promise<Report>,
): Promise<Result<Report, Problem>> {
  const { acquireLock } = await import('../state/lock.ts');
  const held = await acquireLock({
    run,
    inventory: inventory.file,
    ...context.process,
    folder: context.state,
    user: context.user,
    waitSeconds: options.lockTimeout ?? 0,
    signal: context.interrupt,
  });
  if (!held.ok) return held;
  const { tookOver } = held.value;
  try {
    const taken = tookOver === null ? [] : [{ kind: 'lock-taken-over', by: tookOver } as const];
    return ok(preceded(ofRun(taken), await work()));
  } finally {
    await held.value.release();
  }
}
