import pc from 'picocolors';
import type { History, PastRun } from '../model/journal.ts';
import { historyJson } from '../reporters/history-json.ts';
import { historyText } from '../reporters/history-text.ts';
import { liveRuns } from '../state/lock.ts';
import { listRuns, type ListedRun } from '../state/runs.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import type { Output } from './options.ts';
import { ofRun } from './report-of.ts';

/** Prints what the journals tell, and returns the exit code. */
export async function showHistory(options: Output, context: Context): Promise<number> {
  const history = await readHistory(context);
  const { stdout, stderr } = context;
  const stream = options.output === 'human' && history.problems.length > 0 ? stderr : stdout;
  const style = {
    colors: pc.createColors(stream.hasColors),
    columns: stream.columns,
    verbose: options.verbose ?? false,
    now: Date.now(),
  };
  stream.write(options.output === 'json' ? historyJson(history) : historyText(history, style));
  const problems = [...history.problems, ...history.runs.flatMap(({ problem }) => problem ?? [])];
  return exitCode({ nodes: [], problems: ofRun(problems) });
}

async function readHistory({ state, process: { host } }: Context): Promise<History> {
  // Before and after: a run may begin or end while the journals are read.
  const before = await liveRuns(state, host);
  const list = await listRuns(state);
  const live = new Set([...before, ...(await liveRuns(state, host))]);
  if (!list.ok) return { runs: [], older: 0, problems: [list.error] };
  const { runs, older } = list.value;
  return { runs: runs.map((each) => pastRun(each, live)).toReversed(), older, problems: [] };
}

function pastRun({ run, record }: ListedRun, live: ReadonlySet<string>): PastRun {
  if (!record.ok) return { run, result: 'unreadable', record: null, problem: record.error };
  const result = record.value.end ?? (live.has(run) ? 'running' : 'died');
  return { run, result, record: record.value, problem: null };
}
