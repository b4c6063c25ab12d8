import { randomBytes } from 'node:crypto';
import type { Problem } from '../problems/problem.ts';
import type { Command, Report } from '../model/report.ts';
import { hostsJson } from '../reporters/hosts-json.ts';
import type { Context } from './context.ts';
import { finish } from './finish.ts';
import { loadJob, type Ready } from './load-job.ts';
import type { FleetOptions } from './options.ts';
import { runId } from './run-id.ts';
import { saved } from './save-plan.ts';
import { withLock } from './with-lock.ts';
import { withWorld } from './world.ts';

/** What a command of the command line asks for. */
export interface Request {
  readonly command: Exclude<Command, 'validate' | 'export' | 'init'>;
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
  const done = await withLock(request, ready.value, () =>
    withWorld(request.options, request.context, ready.value.run),
  );
  if (!done.ok) return finish(failed(done.error), request);
  return finish(await saved(done.value, ready.value, request), request);
}

/** One name a line, for whatever reads them next. */
function listHosts({ selected }: Ready, { options, context }: Request): number {
  const asLines = selected.map((name) => `${name}\n`).join('');
  context.stdout.write(options.output === 'json' ? hostsJson(selected) : asLines);
  return 0;
}
