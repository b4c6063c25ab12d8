import type { Finding } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../model/problem.ts';
import { acquireLock, liveRuns } from '../state/lock.ts';
import { listRuns } from '../state/runs.ts';
import type { Request } from './run-on-fleet.ts';

/**
 * Runs while nobody else writes by this inventory; `use` gets what is to be said of earlier runs.
 * Who only looks needs no lock.
 */
export async function withLock<T>(
  request: Request,
  run: string,
  use: (notices: readonly Finding[]) => Promise<T>,
): Promise<Result<T, Problem>> {
  const { command, inventory, options, context } = request;
  const notices = await unfinished(request);
  if (command !== 'apply' || options.check === true) return ok(await use(notices));
  const lock = await acquireLock({
    ...context.process,
    folder: context.state,
    inventory,
    run,
    user: context.user,
    waitSeconds: options.lockTimeout ?? 0,
    signal: context.interrupt,
  });
  if (!lock.ok) return err(lock.error);
  try {
    return ok(await use(notices));
  } finally {
    await lock.value.release();
  }
}

/** The last run that wrote by this inventory, if it never came to its end. */
async function unfinished({ command, inventory, context }: Request): Promise<readonly Finding[]> {
  if (command === 'facts' || command === 'check') return [];
  const [runs, live] = await Promise.all([
    listRuns(context.state),
    liveRuns(context.state, context.process.host),
  ]);
  const own = (runs.ok ? runs.value.runs : []).flatMap(({ record }) =>
    record.ok && record.value.begin.inventory === inventory ? [record.value] : [],
  );
  const [last] = own;
  if (last === undefined || last.end !== null || live.has(last.begin.run)) return [];
  const { run, at } = last.begin;
  return [{ nodes: [], problem: { kind: 'run-died', run, at, stage: last.stage } }];
}
