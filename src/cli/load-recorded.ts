import { confirm } from '../engine/confirm.ts';
import type { World } from '../engine/ports.ts';
import { describe, type Problem } from '../problems/problem.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Begin, RunRecord } from '../model/journal.ts';
import type { Play } from '../model/play.ts';
import type { Report } from '../model/report.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { undoOf } from '../planner/cutover/undo.ts';
import { openJournal } from '../state/journal.ts';
import { listRuns, readRun } from '../state/runs.ts';
import type { UndoArgs } from '../tasks/undo.ts';
import { exitCode } from './exit-code.ts';
import type { Loaded, Request } from './fleet.ts';
import { wayOf } from './load-apply.ts';
import { jobOf } from './load-job.ts';
import type { Nodes, Planning, Writing } from './options.ts';
import { followed, ofRun, reportOf, usage } from './report-of.ts';

type Options = Nodes & Writing & Pick<Planning, 'allow'>;

/** Rolls back a recorded run, by default the last one: with a plan like any other. */
export async function loadRollback(request: Request<Options>): Loaded {
  const { target, options, context } = request;
  const record = await (target === '' ? lastRun(context.state) : readRun(context.state, target));
  if (!record.ok) return err([record.error]);
  const again = wholeOnly(options);
  if (again.length > 0) return err(again);
  const { begin } = record.value;
  const { inventory, ...rest } = frameOf(begin, request.run);
  const frame = { ...rest, inventory: unnamed(inventory), allow: options.allow ?? [] };
  const job = jobOf(frame, options, context);
  const { writes, run } = wayOf(options);
  const what = { command: 'rollback', outside: 'of-run' } as const;
  const recall = { ...job, ...what, confirm: { ...job.confirm, rollsBack: begin.run } };
  const start = async (world: World) => {
    const told = withNothingLeft(await run(recall, world), begin.run);
    return writes ? recorded(told, record.value, context.state) : told;
  };
  return ok({ job: recall, writes, start });
}

/** Keeps what a held run wrote. */
export async function loadConfirm({ target, options, context }: Request<Nodes>): Loaded {
  const record = await readRun(context.state, target);
  if (!record.ok) return err([record.error]);
  const { begin, end } = record.value;
  const wrong = end === 'held' ? wholeOnly(options) : [notHeld(record.value)];
  if (wrong.length > 0) return err(wrong);
  const job = jobOf(frameOf(begin, begin.run), options, context);
  const start = async (world: World) => {
    const journal = await openJournal(context.state, begin.run);
    // Without its journal the run could not be recorded as confirmed: its timers stay as they are.
    if (!journal.ok) return reportOf('confirm', ofRun([journal.error]), { run: begin.run });
    try {
      return await confirm({ begin, limits: job.limits }, journal.value, world);
    } finally {
      await journal.value.close();
    }
  };
  return ok({ job, writes: true, start });
}

/** The frame of a rollback: all nodes of a recorded run, as the run `run`. */
function frameOf(begin: Begin, run: string): Omit<SavedPlan, 'plan' | 'at'> {
  const nodes = begin.nodes.map(({ spec }) => spec);
  const selected = nodes.map(({ name }) => name);
  const inventory = { file: begin.inventory, nodes };
  return { run, inventory, play: playOf(begin), allow: [], selected };
}

function playOf({ run, nodes, stages }: Begin): Play {
  const undo = nodes.map(({ spec: { name } }) => [name, undoOf(stages, name)] as const);
  const args: UndoArgs = { run, undo: Object.fromEntries(undo) };
  const file = `the journal of ${run}`;
  const place = { file, line: 1, column: 1 };
  const tasks = [
    { task: 'undo', args, place },
    { task: 'ovn_tunnels', args: {}, place },
  ];
  const name = `Roll back run ${run}`;
  return { file, name, hosts: 'all', hostsPlace: place, cutover: 'auto', tasks };
}

/** Rolling back half of a swap would fail: one half holds the address that the other half needs. */
function wholeOnly({ limit }: Nodes): readonly Problem[] {
  if (limit === undefined) return [];
  const cause = '--limit was settled when the run was made';
  return [usage(cause, 'leave it out: a run is confirmed or rolled back as a whole')];
}

/** The declared system-id may be a value that is rolled back. */
function unnamed({ nodes, ...inventory }: Inventory): Inventory {
  return { ...inventory, nodes: nodes.map((node) => ({ ...node, systemId: null })) };
}

function withNothingLeft(report: Report, run: string): Report {
  if (exitCode(report) !== 0 || report.plan?.stages.length !== 0) return report;
  return followed(report, { kind: 'nothing-left', run });
}

/** A run that was rolled back is neither held nor died: its own journal says so, too. */
async function recorded(report: Report, { begin }: RunRecord, folder: string): Promise<Report> {
  if (![0, 10].includes(exitCode(report))) return report;
  const journal = await openJournal(folder, begin.run);
  const end = { type: 'end', at: new Date().toISOString(), end: 'rolled-back' } as const;
  const done = journal.ok ? await journal.value.append(end) : journal;
  if (journal.ok) await journal.value.close();
  return done.ok ? report : followed(report, unrecorded(report, done.error));
}

function unrecorded({ nodes }: Report, problem: Problem): Problem {
  if (nodes.every(({ written }) => written === false)) return problem;
  return { kind: 'unrecorded', reason: describe(problem).summary };
}

/** The newest run that left something to roll back; a rollback itself is not rolled back. */
async function lastRun(folder: string): Promise<Result<RunRecord, Problem>> {
  const list = await listRuns(folder);
  if (!list.ok) return list;
  const left = list.value.runs.find(({ record }) => !record.ok || leavesSomething(record.value));
  if (left !== undefined) return left.record;
  const cause = 'no recorded run left anything to roll back';
  return err(usage(cause, '`mcreconcile history` lists the runs'));
}

function leavesSomething({ begin, end }: RunRecord): boolean {
  return begin.rollsBack === undefined && !['rolled-back', 'refused'].includes(end ?? '');
}

function notHeld({ begin, end }: RunRecord): Problem {
  return usage(
    `run ${begin.run} is not held: ${end === null ? 'it has no end' : `it ended ${end}`}`,
    'only a run of `apply --hold` that still waits can be confirmed; see `mcreconcile history`',
  );
}
