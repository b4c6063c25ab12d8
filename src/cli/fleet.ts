import type { World } from '../engine/ports.ts';
import type { FactsJob } from '../engine/job.ts';
import type { Problem } from '../problems/problem.ts';
import type { Command, Report } from '../model/report.ts';
import { ok, type Result } from '../model/result.ts';
import { hostsJson } from '../reporters/json.ts';
import { finish, type Shown } from './finish.ts';
import { begin } from './live.ts';
import type { Nodes, Output, Writing } from './options.ts';
import { newRun, ofRun, preceded, reportOf, usage } from './report-of.ts';
import { withWorld } from './world.ts';

/** What a command that works on nodes was asked for. */
export interface Request<Options extends Shown['options']> extends Shown {
  readonly command: Command;
  readonly options: Options;
  /** The identity of the run. */
  readonly run: string;
}

/** A run whose files are read and whose limit is understood; the world is all that it lacks. */
interface Ready {
  readonly job: Pick<FactsJob, 'selected' | 'run' | 'inventory'>;
  /** It writes; left out: it only looks. */
  readonly writes?: boolean;
  /** What the engine is to do with it. */
  readonly start: (world: World) => Promise<Report>;
}

export type Loaded = Promise<Result<Ready, readonly Problem[]>>;

/** Loads the files, runs, prints the report, and returns its exit code. */
export async function onFleet<Options extends Nodes & Partial<Writing>>(
  asked: Omit<Request<Options>, 'run'>,
  load: (request: Request<Options>) => Loaded,
): Promise<number> {
  const { command, options, context } = asked;
  const run = newRun();
  const failed = (problems: readonly Problem[]) =>
    finish(reportOf(command, ofRun(problems), { run }), asked);
  await begin({ command, run, options, context });
  const wrong = misuse(options);
  if (wrong.length > 0) return failed(wrong);
  const loaded = await load({ ...asked, run });
  if (!loaded.ok) return failed(loaded.error);
  const { job, writes = false, start } = loaded.value;
  if (options.listHosts === true) return listHosts([...job.selected], asked);
  const work = () => withWorld(options, context, start);
  const done = writes ? await withLock(job, asked, work) : ok(await work());
  return done.ok ? finish(done.value, asked) : failed([done.error]);
}

/** What cannot be asked for together. */
function misuse(options: Nodes & Output): readonly Problem[] {
  const { output, listHosts, jsonInto, driftExitCode } = options;
  const lists = listHosts === true;
  return [
    ...(lists && output !== 'human' && output !== 'json'
      ? [usage(`--list-hosts has no output ${output}`, 'take -o human or -o json')]
      : []),
    ...(lists && jsonInto !== undefined
      ? [usage('--list-hosts makes no report for --json-into', 'leave one of them out')]
      : []),
    ...(driftExitCode !== undefined && output === 'nagios'
      ? [usage('--drift-exit-code is not for -o nagios', 'leave it out: drift is 1 for Nagios')]
      : []),
  ];
}

/** One name a line, for whatever reads them next. */
function listHosts(hosts: readonly string[], { options, context }: Shown): number {
  const asLines = hosts.map((name) => `${name}\n`).join('');
  context.stdout.write(options.output === 'json' ? hostsJson(hosts) : asLines);
  return 0;
}

/** Runs while nobody else writes by the inventory. */
async function withLock(
  { run, inventory }: Ready['job'],
  { options, context }: Shown & { readonly options: Partial<Writing> },
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
