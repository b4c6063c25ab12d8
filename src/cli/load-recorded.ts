import { confirm } from '../engine/confirm.ts';
import { run } from '../engine/run.ts';
import { describe } from '../problems/describe.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Begin, RunRecord } from '../model/journal.ts';
import type { Play } from '../model/play.ts';
import type { Problem } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';
import { err, ok, type Result } from '../model/result.ts';
import { undoOf } from '../planner/cutover/undo.ts';
import { openJournal } from '../state/journal.ts';
import { listRuns, readRun } from '../state/runs.ts';
import type { RestoreArgs } from '../tasks/restore.ts';
import { exitCode } from './exit-code.ts';
import { jobOf, settledOptions, type Loaded } from './load-job.ts';
import type { Request } from './run-on-fleet.ts';

/** A run that takes back what a recorded one wrote: a plan like any other. */
export async function loadRollback({ target, options, context }: Request, id: string): Loaded {
  const record = await (target === '' ? lastRun(context.state) : readRun(context.state, target));
  if (!record.ok) return err([record.error]);
  const { begin } = record.value;
  const again = wholeOnly(options);
  if (again.length > 0) return err(again);
  const { inventory, selected } = frameOf(begin);
  const frame = { inventory: unnamed(inventory), selected, run: id, play: playOf(begin) };
  const job = jobOf({ ...frame, allow: options.allow ?? [] }, options, context);
  const asked = { ...job, confirm: { ...job.confirm, supersedes: begin.run } };
  const write = options.check !== true;
  return ok({
    run: async (world) => {
      const recall = { ...asked, command: 'rollback', outside: 'of-run', write } as const;
      const report = await run(recall, world);
      const told = withNothingLeft(report, begin.run);
      return write ? recorded(told, record.value, context.state) : told;
    },
    lock: write ? { inventory: begin.inventory, run: id } : null,
    selected: frame.selected,
  });
}

/** The system-id that was declared may be what is taken back. */
function unnamed({ nodes, ...inventory }: Inventory): Inventory {
  return { ...inventory, nodes: nodes.map((node) => ({ ...node, systemId: null })) };
}

function withNothingLeft(report: Report, run: string): Report {
  if (exitCode(report) !== 0 || report.plan?.stages.length !== 0) return report;
  const problem = { kind: 'nothing-left', run } as const;
  return { ...report, problems: [...report.problems, { nodes: [], problem }] };
}

/** What was taken back is held no more, nor did it die: its own journal says so, too. */
async function recorded(report: Report, { begin }: RunRecord, folder: string): Promise<Report> {
  if (![0, 10].includes(exitCode(report))) return report;
  const journal = await openJournal(folder, begin.run);
  const end = { type: 'end', at: new Date().toISOString(), end: 'rolled-back' } as const;
  const done = journal.ok ? await journal.value.append(end) : journal;
  if (journal.ok) await journal.value.close();
  if (done.ok) return report;
  const problem = unrecorded(report, done.error);
  return { ...report, problems: [...report.problems, { nodes: [], problem }] };
}

function unrecorded({ nodes }: Report, problem: Problem): Problem {
  if (nodes.every(({ written }) => written === false)) return problem;
  return { kind: 'unrecorded', reason: describe(problem).summary };
}

/** Keeps what a held run wrote. */
export async function loadConfirm({ target, options, context }: Request): Loaded {
  const record = await readRun(context.state, target);
  if (!record.ok) return err([record.error]);
  const { begin, end } = record.value;
  if (end !== 'held') return err([notHeld(record.value)]);
  const again = wholeOnly(options);
  if (again.length > 0) return err(again);
  const frame = { ...frameOf(begin), run: begin.run, play: playOf(begin), allow: [] };
  const job = jobOf(frame, options, context);
  const held = { ...job, confirm: { ...job.confirm, seconds: begin.confirmSeconds } };
  return ok({
    lock: { inventory: begin.inventory, run: begin.run },
    selected: frame.selected,
    run: async (world) => {
      const journal = await openJournal(context.state, begin.run);
      if (!journal.ok) return unopened(begin.run, journal.error);
      try {
        return await confirm({ ...held, begin, apply: held }, journal.value, world);
      } finally {
        await journal.value.close();
      }
    },
  });
}

/** Without its journal nobody would know that it is kept: its timers stay as they are. */
function unopened(run: string, problem: Problem): Report {
  const problems = [{ nodes: [], problem }];
  return { command: 'confirm', run, nodes: [], problems, paths: null, plan: null };
}

/** A half of a swap would hold what the other half wants back. */
function wholeOnly({ limit }: Request['options']): readonly Problem[] {
  return settledOptions(
    limit === undefined ? {} : { limit },
    'the run was made',
    'for a run is kept or put back as a whole',
  );
}

function frameOf({ inventory: file, nodes }: Begin) {
  const inventory: Inventory = { file, nodes: nodes.map(({ spec }) => spec) };
  return { inventory, selected: inventory.nodes.map(({ name }) => name) };
}

function playOf({ run, nodes, stages }: Begin): Play {
  const undo = nodes.map(({ spec: { name } }) => [name, undoOf(stages, name)] as const);
  const args: RestoreArgs = { run, undo: Object.fromEntries(undo) };
  const file = `the journal of ${run}`;
  const place = { file, line: 1, column: 1 };
  const tasks = [
    { task: 'restore', args, place },
    { task: 'ovn_tunnels', args: {}, place },
  ];
  const name = `Put back what ${run} wrote`;
  return { file, name, hosts: 'all', hostsPlace: place, cutover: 'auto', tasks };
}

/** The newest run that left something to take back; who took it back is not taken back in turn. */
async function lastRun(folder: string): Promise<Result<RunRecord, Problem>> {
  const list = await listRuns(folder);
  if (!list.ok) return list;
  const left = list.value.runs.find(({ record }) => !record.ok || leavesSomething(record.value));
  if (left !== undefined) return left.record;
  const cause = 'no journal tells of a run that left something to take back';
  return err({ kind: 'usage', cause, instead: '`mcreconcile history` lists the runs' });
}

function leavesSomething({ begin, end }: RunRecord): boolean {
  return begin.takesBack === undefined && !['rolled-back', 'refused'].includes(end ?? '');
}

function notHeld({ begin, end }: RunRecord): Problem {
  return {
    kind: 'usage',
    cause: `run ${begin.run} is not held: ${end === null ? 'it has no end' : `it ended ${end}`}`,
    instead: 'only what `apply --hold` left waiting is confirmed; see `mcreconcile history`',
  };
}
