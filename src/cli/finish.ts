import pc from 'picocolors';
import { isInput } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';
import { reporters } from '../reporters/index.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import type { Output } from './options.ts';
import { words, type Repeated } from './words.ts';

/** How a command shows its report. */
export interface Shown {
  /** The inventory, plan or run that was named; empty: none was. */
  readonly target: string;
  readonly options: Output & Repeated & { readonly diff?: true | undefined };
  readonly context: Context;
  /** Keep silent when all is well. */
  readonly quiet?: boolean;
  /** The limit belongs to what is to be typed next; others name the nodes to try again themselves. */
  readonly limit?: string | undefined;
  /** The file that `apply` takes for what would change. */
  readonly saved?: string | undefined;
}

/** Prints the report in the format asked for and returns the exit code: the same value makes both. */
export async function finish(report: Report, shown: Shown): Promise<number> {
  const exit = exitCode(report);
  const { target, context, quiet = false } = shown;
  const { output, verbose = false, diff = false } = shown.options;
  // What is wrong with the files is a diagnostic, not a result; a JSON reader wants one document.
  const stream =
    output === 'human' && report.problems.some(({ problem }) => isInput(problem))
      ? context.stderr
      : context.stdout;
  const { columns } = stream;
  const colors = pc.createColors(stream.hasColors);
  const style = { colors, columns, verbose, diff, quiet, target, words: next(shown, exit) };
  const text = await reporters[output](report, exit, style);
  if (text !== '') stream.write(text);
  return exit;
}

/** What follows the name of the command that is to be typed next. */
function next({ target, options, limit, saved }: Shown, exit: number): readonly string[] {
  if (exit !== 2 || saved === undefined)
    return [...(target === '' ? [] : [target]), ...words({ ...options, limit })];
  // What the plan is about was settled when it was saved; how to reach the nodes was not.
  const { playbook: _play, extraVars: _vars, limit: _limit, ...reach } = options;
  return [saved, ...words(reach)];
}
