import { resolve } from 'node:path';
import type { LockOwner } from '../model/lock.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';
import { ok, type Result } from '../model/result.ts';
import type { Ready } from './load-job.ts';
import type { Request } from './run-on-fleet.ts';

/** Runs while nobody else writes by this inventory; who only looks needs no lock. */
export async function withLock(
  request: Request,
  { lock }: Ready,
  run: () => Promise<Report>,
): Promise<Result<Report, Problem>> {
  const notices = await unfinished(request);
  const told = (report: Report, by: LockOwner | null = null) => {
    const problem = by === null ? [] : [{ kind: 'lock-taken-over', by } as const];
    const taken = problem.map((each) => ({ nodes: [], problem: each }));
    return ok({ ...report, problems: [...taken, ...notices, ...report.problems] });
  };
  if (lock === null) return told(await run());
  const { options, context } = request;
  const { acquireLock } = await import('../state/lock.ts');
  const held = await acquireLock({
    ...lock,
    ...context.process,
    folder: context.state,
    user: context.user,
    waitSeconds: options.lockTimeout ?? 0,
    signal: context.interrupt,
  });
  if (!held.ok) return held;
  try {
    return told(await run(), held.value.tookOver);
  } finally {
    await held.value.release();
  }
}

/** The last run that wrote by this inventory, if it never came to its end. */
async function unfinished({ command, target, context }: Request): Promise<readonly Finding[]> {
  if (command !== 'plan' && command !== 'apply') return [];
  const { listRuns } = await import('../state/runs.ts');
  const { liveRuns } = await import('../state/lock.ts');
  const [runs, live] = await Promise.all([
    listRuns(context.state),
    liveRuns(context.state, context.process.host),
  ]);
  const own = (runs.ok ? runs.value.runs : []).flatMap(({ record }) =>
    record.ok && record.value.begin.inventory === resolve(target) ? [record.value] : [],
  );
  const [last] = own;
  if (last === undefined || last.end !== null || live.has(last.begin.run)) return [];
  const { run, at } = last.begin;
  return [{ nodes: [], problem: { kind: 'run-died', run, at, stage: last.stage } }];
}
