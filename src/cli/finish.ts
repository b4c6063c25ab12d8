import pc from 'picocolors';
import { isInput } from '../problems/class.ts';
import type { Report } from '../model/report.ts';
import { reporters } from '../reporters/index.ts';
import type { Context } from './context.ts';
import { exitCode } from './exit-code.ts';
import {
  type ExportOptions,
  optionWords,
  type FleetOptions,
  type OutputOptions,
} from './options.ts';

interface Target {
  /** The inventory, plan or run that was named. */
  readonly target: string;
  readonly options: OutputOptions & Partial<FleetOptions & ExportOptions>;
  readonly context: Context;
}

/** Prints the report in the format asked for and returns the exit code: the same value makes both. */
export async function finish(
  report: Report,
  { target, options, context }: Target,
): Promise<number> {
  const exit = exitCode(report);
  // What is wrong with the files is a diagnostic, not a result; a JSON reader wants one document.
  const stream =
    options.output === 'human' && report.problems.some(({ problem }) => isInput(problem))
      ? context.stderr
      : context.stdout;
  const words = [
    ...(target === '' ? [] : [target]),
    ...optionWords(options),
    ...limitWords(report, options),
  ];
  const style = {
    colors: pc.createColors(stream.hasColors),
    columns: stream.columns,
    verbose: options.verbose ?? false,
    diff: options.diff ?? false,
    quiet: report.command === 'check',
    target,
    words: exit === 2 && options.out !== undefined ? savedWords(options.out, options) : words,
  };
  const text = await reporters[options.output](report, exit, style);
  if (text !== '') stream.write(text);
  return exit;
}

/** What the plan is about was settled when it was saved; how to reach the nodes was not. */
function savedWords(file: string, options: Target['options']): readonly string[] {
  return [file, ...optionWords({ ...options, playbook: 'underlay' })];
}

/** check and facts name whom to try again by themselves. */
function limitWords({ command }: Report, { limit }: Target['options']): readonly string[] {
  return limit !== undefined && (command === 'plan' || command === 'apply')
    ? ['--limit', limit]
    : [];
}
