import pc from 'picocolors';
import { isInput } from '../problems/problem.ts';
import type { Report } from '../model/report.ts';
import { reporters } from '../reporters/index.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import type { End } from '../reporters/reporter.ts';
import type { Output } from './options.ts';
import { followed } from './report-of.ts';
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
export async function finish(ended: Report, shown: Shown): Promise<number> {
  const exit = exitCode(ended);
  const { target, context, quiet = false } = shown;
  const { output, jsonInto, verbose = false, diff = false } = shown.options;
  const report = jsonInto === undefined ? ended : await withCopy(jsonInto, ended, exit);
  // What is wrong with the files is a diagnostic, not a result; a JSON reader wants one document.
  const stream =
    output === 'human' && report.problems.some(({ problem }) => isInput(problem))
      ? context.stderr
      : context.stdout;
  const { columns } = stream;
  const colors = pc.createColors(stream.hasColors);
  const style = {
    colors,
    columns,
    verbose,
    diff,
    quiet,
    target,
    words: next(shown, exit),
    end: end(),
  };
  const reporter = await reporters[output]();
  const text = await reporter(report, exit, style);
  if (text !== '') stream.write(text);
  return exit === 2 ? (shown.options.driftExitCode ?? exit) : exit;
}

function end(): End {
  return { at: Date.now(), seconds: performance.now() / 1000 };
}

/** The report, which says it if it could not be written into that file. The exit code stays. */
async function withCopy(file: string, report: Report, exit: number): Promise<Report> {
  const { documentText } = await import('../reporters/escape.ts');
  const { reportObject } = await import('../reporters/json.ts');
  const { saveReport } = await import('../state/report-file.ts');
  const saved = await saveReport(file, documentText(reportObject(report, exit)));
  return saved.ok ? report : followed(report, saved.error);
}

/** What follows the name of the command that is to be typed next. */
function next({ target, options, limit, saved }: Shown, exit: number): readonly string[] {
  if (exit !== 2 || saved === undefined)
    return [...(target === '' ? [] : [target]), ...words({ ...options, limit })];
  // What the plan is about was settled when it was saved; how to reach the nodes was not.
  const { playbook: _play, extraVars: _vars, limit: _limit, ...reach } = options;
  return [saved, ...words(reach)];
}
