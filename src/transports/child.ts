import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
// The one way to signal a process group; it reads nothing of the process.
import { kill } from 'node:process';
import { problemOf, type Outcome } from '../engine/ports.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Pipes } from './hold.ts';
import { gather } from './output.ts';

/** A program of this machine, to be run once. */
export interface Job {
  readonly argv: readonly [string, ...string[]];
  readonly feed: (pipes: Pipes) => void;
  /** Bytes per stream. */
  readonly limit: number;
  /** What it means that the program cannot be started. */
  readonly absent: (reason: string) => Problem;
}

export type Ended = Result<Outcome, Problem>;

/** Runs it to its end; the signal's end, and too much output, end it with all that it started. */
export function runChild(job: Job, signal: AbortSignal): Promise<Ended> {
  if (signal.aborted) return Promise.resolve(err(problemOf(signal)));
  return new Promise((resolve) => {
    const child = spawnGroup(job.argv);
    const settle = (ended: Ended) => {
      signal.removeEventListener('abort', abort);
      if (!ended.ok) killGroup(child);
      resolve(ended);
    };
    const abort = () => settle(err(problemOf(signal)));
    signal.addEventListener('abort', abort, { once: true });
    follow(child, job, settle);
    job.feed(child);
  });
}

/** A group of its own, to end the program with all that it started. */
export function spawnGroup([program, ...args]: readonly [
  string,
  ...string[],
]): ChildProcessWithoutNullStreams {
  // `/` because the folder of whoever runs this may be gone or unreadable to root.
  return spawn(program, args, { detached: true, cwd: '/', stdio: 'pipe' });
}

function follow(
  child: ChildProcessWithoutNullStreams,
  { limit, absent }: Job,
  settle: (ended: Ended) => void,
): void {
  const output = gather(child, limit, () => settle(err({ kind: 'output-too-large', limit })));
  child.on('error', ({ message }) => settle(err(absent(message))));
  // A script that ends before its last line leaves the pipe broken: its exit tells enough.
  child.stdin.on('error', () => undefined);
  child.on('close', (exit, signal) =>
    settle(ok({ exit, signal: signal?.replace(/^SIG/, '') ?? null, ...output.read() })),
  );
}

/** Milliseconds between asking a program to end and ending it. */
const grace = 1_000;

export function killGroup(child: ChildProcessWithoutNullStreams): void {
  signalGroup(child, 'SIGTERM');
  // What left the group may hold the pipes, and they would hold this process.
  child.stdout.destroy();
  child.stderr.destroy();
  // Not unreferenced: the run may not end before the group has.
  const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), grace);
  child.once('close', () => clearTimeout(timer));
}

function signalGroup({ pid }: ChildProcessWithoutNullStreams, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    if (pid !== undefined) kill(-pid, signal);
  } catch {
    // ESRCH: it is gone already. EPERM: it is root's, by way of sudo, and ends with its stdin.
  }
}
