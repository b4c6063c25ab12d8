import { randomBytes } from 'node:crypto';
import type { World } from '../engine/ports.ts';
import type { Problem } from '../model/problem.ts';
import type { Command, Report } from '../model/report.ts';
import type { OpenJournal } from '../state/journal.ts';
import { realClock } from './clock.ts';
import type { Context } from './context.ts';
import { finish } from './finish.ts';
import { loadJob, type Ready } from './load-job.ts';
import type { FleetOptions } from './options.ts';
import { progress } from './progress.ts';
import { runId } from './run-id.ts';
import { saved } from './save-plan.ts';
import { withLock } from './with-lock.ts';

/** What a command of the command line asks for. */
export interface Request {
  readonly command: Exclude<Command, 'validate' | 'export'>;
  /** An inventory, a saved plan, or a run, as the command takes it. */
  readonly target: string;
  readonly options: FleetOptions;
  readonly context: Context;
}

/** Loads the files, runs, prints the report, and returns its exit code. */
export async function runOnFleet(request: Request): Promise<number> {
  const { command } = request;
  const id = runId(new Date(), randomBytes(2));
  const failed = (...problems: readonly Problem[]): Report => {
    const findings = problems.map((problem) => ({ nodes: [], problem }));
    return { command, run: id, nodes: [], problems: findings, paths: null, plan: null };
  };
  const ready = await loadJob(request, id);
  if (!ready.ok) return finish(failed(...ready.error), request);
  if (request.options.listHosts === true) return listHosts(ready.value, request);
  const done = await withLock(request, ready.value, () => runWithProgress(ready.value, request));
  if (!done.ok) return finish(failed(done.error), request);
  return finish(await saved(done.value, ready.value, request), request);
}

/** One name a line, for whatever reads them next. */
function listHosts({ selected }: Ready, { options, context }: Request): number {
  const asJson = `${JSON.stringify({ format: 'mcreconcile.hosts/1', hosts: selected }, null, 2)}\n`;
  const asLines = selected.map((name) => `${name}\n`).join('');
  context.stdout.write(options.output === 'json' ? asJson : asLines);
  return 0;
}

async function runWithProgress(ready: Ready, { options, context }: Request): Promise<Report> {
  const bar = await progress(context.stderr);
  let journal: OpenJournal | undefined;
  const world: World = {
    connector: await context.connector(options),
    clock: realClock,
    nonce: () => randomBytes(16).toString('hex'),
    journal: async (begin) => {
      const { createJournal } = await import('../state/journal.ts');
      const created = await createJournal(context.state, begin);
      if (created.ok) journal = created.value;
      return created;
    },
    emit: bar.event,
    signal: endOf(options, context),
  };
  try {
    return await ready.run(world);
  } finally {
    bar.stop();
    await journal?.close();
  }
}

/** The run ends when the user says so, or when its deadline passes. */
function endOf({ deadline }: FleetOptions, { interrupt }: Context): AbortSignal {
  if (deadline === undefined) return interrupt;
  const problem: Problem = { kind: 'run-deadline', seconds: deadline };
  return AbortSignal.any([interrupt, realClock.deadline(deadline * 1000, problem)]);
}
