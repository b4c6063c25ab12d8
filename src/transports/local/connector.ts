import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
// The one way to signal a process group; it reads nothing of the process.
import { kill } from 'node:process';
import { problemOf, type Connector, type Outcome, type Session } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { judgeBecome, shellArgv } from '../become.ts';
import { hold, whole, type Execute, type Pipes } from '../hold.ts';
import { gather } from '../output.ts';
import { becomes, outputLimitOf, type TransportSettings } from '../settings.ts';

/** Runs scripts on this very machine, for nodes with `connection: local`. */
export function localConnector(settings: TransportSettings): Connector {
  return {
    connect: async (node, signal) => {
      if (signal.aborted) return err(problemOf(signal));
      const become = becomes(settings, node);
      return ok(localSession({ become, outputLimit: outputLimitOf(settings) }));
    },
  };
}

interface Options {
  readonly become: boolean;
  /** Bytes per stream. */
  readonly outputLimit: number;
}

type Ended = Result<Outcome, Problem>;

/** As over SSH: a session ends with its first Problem, and with `close()`. */
function localSession(options: Options): Session {
  const stop = new AbortController();
  const shell =
    (signal: AbortSignal): Execute =>
    async (feed) => {
      const ended = await execute(feed, options, AbortSignal.any([stop.signal, signal]));
      const judged = ended.ok && options.become ? judgeBecome(ended.value) : ended;
      if (!judged.ok) stop.abort(closed);
      return judged;
    };
  return {
    run: (script, signal) => shell(signal)(whole(script)),
    hold: (script, signal) => hold(shell(signal), script),
    close: () => stop.abort(closed),
  };
}

const closed: Problem = {
  kind: 'connection-lost',
  during: 'a command',
  reason: 'it was closed on this side',
};

function execute(
  feed: (pipes: Pipes) => void,
  options: Options,
  signal: AbortSignal,
): Promise<Ended> {
  if (signal.aborted) return Promise.resolve(err(problemOf(signal)));
  return new Promise((resolve) => {
    const child = start(options.become);
    const settle = (ended: Ended) => {
      signal.removeEventListener('abort', abort);
      if (!ended.ok) killGroup(child);
      resolve(ended);
    };
    const abort = () => settle(err(problemOf(signal)));
    signal.addEventListener('abort', abort, { once: true });
    follow(child, options.outputLimit, settle);
    feed(child);
  });
}

function start(become: boolean): ChildProcessWithoutNullStreams {
  const [program, ...args] = shellArgv(become);
  // A group of its own, to end the script with all it started; `/` because the folder of whoever
  // runs this may be gone or unreadable to root.
  return spawn(program, args, { detached: true, cwd: '/', stdio: 'pipe' });
}

function follow(
  child: ChildProcessWithoutNullStreams,
  limit: number,
  settle: (ended: Ended) => void,
): void {
  const output = gather(child, limit, () => settle(err({ kind: 'output-too-large', limit })));
  child.on('error', (error) => settle(err(startProblem(child, error))));
  // A script that ends before its last line leaves the pipe broken: its exit tells enough.
  child.stdin.on('error', () => undefined);
  child.on('close', (exit, signal) =>
    settle(ok({ exit, signal: signal?.replace(/^SIG/, '') ?? null, ...output.read() })),
  );
}

function startProblem({ spawnfile }: ChildProcessWithoutNullStreams, { message }: Error): Problem {
  return spawnfile === 'sudo'
    ? { kind: 'become-failed', reason: 'sudo is not installed' }
    : { kind: 'unreachable', address: 'localhost', reason: message };
}

/** Milliseconds between asking a script to end and ending it. */
const grace = 1_000;

function killGroup(child: ChildProcessWithoutNullStreams): void {
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
