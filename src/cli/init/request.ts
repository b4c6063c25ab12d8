import { problemOf } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Report } from '../../model/report.ts';
import { err, type Result } from '../../model/result.ts';
import type { Candidate } from '../../setup/candidate.ts';
import type { Context } from '../context.ts';
import type { Shown } from '../finish.ts';
import { ofRun, reportOf } from '../report-of.ts';
import type { InitOptions } from './flags.ts';

/** What `init` is asked for; without an inventory the target is empty. */
export type InitRequest = Shown & { readonly options: InitOptions };

/** What a step of `init` comes to; the report of an error is the last thing to be shown. */
export type Step<T> = Promise<Result<T, Report>>;

/** What was written, and what there is to tell of it. */
export interface Written {
  readonly file: string;
  /** Of the nodes that were chosen for now. */
  readonly choice: readonly Candidate[];
  readonly report: Report;
}

/** Stops with these. */
export function stopped(problems: readonly Problem[]) {
  return err(reportOf('init', ofRun(problems)));
}

/** Stops because somebody at the terminal did not want to go on, or a signal took the question away. */
export function cancelled({ interrupt }: Context) {
  return stopped([interrupt.aborted ? problemOf(interrupt) : byKey]);
}

const byKey: Problem = { kind: 'interrupted', signal: 'SIGINT' };

/** Lines for whoever reads along; with JSON, stdout is for one document. */
export function say({ options, context }: InitRequest, lines: readonly string[]): void {
  const stream = options.output === 'json' ? context.stderr : context.stdout;
  stream.write(lines.map((line) => `${line}\n`).join(''));
}
