import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { problemOf } from '../../engine/ports.ts';
import type { SshSpec } from '../../model/inventory.ts';
import type { Finding, Problem } from '../../problems/problem.ts';
import type { Report } from '../../model/report.ts';
import { err } from '../../model/result.ts';
import type { Candidate } from '../../setup/candidate.ts';
import type { Context } from '../context.ts';
import type { ConnectionOptions, InitOptions } from '../options.ts';
import { runId } from '../run-id.ts';

/** What `init` is asked for. */
export interface InitRequest {
  /** An inventory that is there; empty: none was named. */
  readonly target: string;
  readonly options: InitOptions;
  readonly context: Context;
}

/** What was written, and what there is to tell of it. */
export interface Written {
  readonly file: string;
  /** Of the nodes that were chosen for now. */
  readonly choice: readonly Candidate[];
  readonly report: Report;
}

/** The report of what `init` has come to, unless nodes were judged. */
export function reportOf(problems: readonly Finding[], nodes: Report['nodes'] = []): Report {
  const run = runId(new Date(), randomBytes(2));
  return { command: 'init', run, nodes, problems, paths: null, plan: null };
}

/** Stops with these. */
export function stopped(problems: readonly Problem[]) {
  return err(reportOf(problems.map((problem) => ({ nodes: [], problem }))));
}

export function usage(cause: string, instead: string): Problem {
  return { kind: 'usage', cause, instead };
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

/** What the flags say of the connection, for an inventory that is to work without them. */
export function sshOf({ user, privateKey, knownHosts, become }: ConnectionOptions): SshSpec {
  return {
    ...(user === undefined ? {} : { user }),
    ...(privateKey === undefined ? {} : { identity_file: resolve(privateKey) }),
    ...(knownHosts === undefined ? {} : { known_hosts: resolve(knownHosts) }),
    ...(become === undefined ? {} : { become }),
  };
}
