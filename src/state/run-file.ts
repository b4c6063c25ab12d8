import { join } from 'node:path';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** The folder of the journals. */
export function runsFolder(folder: string): string {
  return join(folder, 'runs');
}

/** The journal of a run; its identity may be something that a user typed. */
export function runFile(folder: string, run: string): Result<string, Problem> {
  return isRunId(run) ? ok(join(runsFolder(folder), `${run}${ending}`)) : err(noSuchRun(run));
}

/** The run whose journal has this file name; null: it is another file. */
export function runOf(name: string): string | null {
  const run = name.slice(0, -ending.length);
  return name.endsWith(ending) && isRunId(run) ? run : null;
}

export function noSuchRun(run: string): Problem {
  return {
    kind: 'usage',
    cause: `there is no run \`${run}\` in the journals`,
    instead: '`mcreconcile history` lists the runs',
  };
}

const ending = '.jsonl';

/** Nothing that leads out of the folder. */
function isRunId(text: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(text);
}
