import { readdir } from 'node:fs/promises';
import { readBytes } from '../input/read-text.ts';
import type { JournalRecord, RunRecord } from '../model/journal.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { parseRecords } from './records.ts';
import { noSuchRun, runFile, runOf, runsFolder } from './run-file.ts';
import { attempt } from './system-error.ts';

/** One run of the list; a journal that cannot be read hides no other. */
export interface ListedRun {
  readonly run: string;
  readonly record: Result<RunRecord, Problem>;
}

export interface RunList {
  /** Newest first. */
  readonly runs: readonly ListedRun[];
  /** How many older ones there are. */
  readonly older: number;
}

/** The runs that wrote something. */
export async function listRuns(folder: string): Promise<Result<RunList, Problem>> {
  const names = await runNames(folder);
  if (!names.ok) return names;
  const shown = names.value.toSorted().toReversed().slice(0, most);
  const runs: ListedRun[] = [];
  // One after the other: a journal may be large.
  for (const run of shown) runs.push({ run, record: await readJournal(folder, run) });
  const inOrder = runs.toSorted((one, other) => compare(began(other), began(one)));
  return ok({ runs: inOrder, older: names.value.length - shown.length });
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Of two runs of the same second, names do not tell which was first. */
function began({ run, record }: ListedRun): string {
  const second = run.slice(0, '20261122T081500Z'.length);
  // A journal that nobody can read keeps the place that its name gives it.
  return record.ok ? `${second} ${record.value.begin.at}` : `${second} ${run}`;
}

/** What the journal of a run says; the identity may be something that a user typed. */
export async function readRun(folder: string, run: string): Promise<Result<RunRecord, Problem>> {
  const names = await runNames(folder);
  if (!names.ok) return names;
  return names.value.includes(run) ? readJournal(folder, run) : err(noSuchRun(run));
}

async function readJournal(folder: string, run: string): Promise<Result<RunRecord, Problem>> {
  const file = runFile(folder, run);
  if (!file.ok) return file;
  const bytes = await readBytes(file.value, mebibytes);
  if (!bytes.ok) return bytes;
  const records = parseRecords(bytes.value, file.value);
  return records.ok ? summed(records.value, file.value, run) : records;
}

const most = 50;
const mebibytes = 64;

async function runNames(folder: string): Promise<Result<readonly string[], Problem>> {
  const names = await attempt(() => readdir(runsFolder(folder)));
  if (names.ok) return ok(names.value.map(runOf).filter((run) => run !== null));
  if (names.error.code === 'ENOENT') return ok([]);
  const { reason } = names.error;
  return err({ kind: 'file-unreadable', file: runsFolder(folder), reason });
}

function summed(
  [begin, ...others]: readonly JournalRecord[],
  file: string,
  run: string,
): Result<RunRecord, Problem> {
  if (begin?.type !== 'begin' || begin.run !== run) {
    return err({ kind: 'journal-damaged', file, line: 1, reason: 'it is of another run' });
  }
  const start: RunRecord = { begin, stage: null, rollback: null, end: null, lastAt: begin.at };
  return ok(others.reduce(step, start));
}

/** Who goes on after an end, as `confirm` and `rollback` do, has yet to come to one. */
function step(run: RunRecord, record: JournalRecord): RunRecord {
  const before = { ...run, lastAt: record.at };
  if (record.type === 'stage') return { ...before, stage: record.name, end: null };
  if (record.type === 'rollback') return { ...before, rollback: record.cause, end: null };
  return record.type === 'end' ? { ...before, end: record.end } : before;
}
