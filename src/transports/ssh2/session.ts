import type { ClientChannel } from 'ssh2';
import { problemOf, type Outcome, type Session } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { shellLine, withPassword } from '../become.ts';
import type { Pipes } from '../hold.ts';
import { sessionBy } from '../session.ts';
import type { SessionOptions } from '../ssh.ts';
import type { Link } from './link.ts';
import { gather } from '../output.ts';
import { lossProblem } from './errors.ts';

/**
 * A session over a ready link. Any Problem ends the link, since nobody knows what it still holds;
 * the process on the node may live on, so scripts carry time limits of their own.
 */
export function sshSession(link: Link, options: SessionOptions): Session {
  return sessionBy({
    start: (signal) => (feed) => execute(link, { feed, ...options }, signal),
    become: options.become,
    end: () => link.destroy(),
    close: () => {
      link.client.end();
      link.destroy();
    },
  });
}

interface Job extends SessionOptions {
  readonly feed: (pipes: Pipes) => void;
}

type Ended = Result<Outcome, Problem>;

function execute(link: Link, job: Job, signal: AbortSignal): Promise<Ended> {
  if (signal.aborted) return Promise.resolve(err(problemOf(signal)));
  return new Promise((resolve) => {
    const settle = (ended: Ended) => {
      signal.removeEventListener('abort', abort);
      resolve(ended);
    };
    const abort = () => settle(err(problemOf(signal)));
    signal.addEventListener('abort', abort, { once: true });
    start(link, job, (channel) => {
      if (channel instanceof Error) settle(err(startProblem(link, channel)));
      else follow(link, channel, { job, settle });
    });
  });
}

/** exec() as a callback that gets every error, also the one that ssh2 throws. */
function start(link: Link, job: Job, started: (channel: ClientChannel | Error) => void): void {
  try {
    link.client.exec(shellLine(job.become, { kept: true }), (error, channel) =>
      started(error ?? channel),
    );
  } catch (error) {
    started(error instanceof Error ? error : new Error(String(error)));
  }
}

function follow(
  link: Link,
  channel: ClientChannel,
  { job, settle }: { readonly job: Job; readonly settle: (ended: Ended) => void },
): void {
  const limit = job.outputLimit;
  const output = gather({ stdout: channel, stderr: channel.stderr }, limit, () =>
    settle(err({ kind: 'output-too-large', limit })),
  );
  let exit: Pick<Outcome, 'exit' | 'signal'> | undefined;
  channel.on('exit', (code: number | null, name?: string) => {
    exit = { exit: code, signal: code === null ? (name ?? '').replace(/^SIG/, '') : null };
  });
  // Without an exit the end is unknown; with the connection gone, so is whether the output is whole.
  const finished = () =>
    settle(
      exit && link.open ? ok({ ...exit, ...output.read() }) : err(lossProblem(link, 'a command')),
    );
  let open = 2;
  for (const stream of [channel, channel.stderr]) {
    stream.on('close', () => (open -= 1) === 0 && finished());
    stream.on('error', finished);
  }
  const pipes = { stdin: channel, stdout: channel, stderr: channel.stderr };
  withPassword(job.become, job.feed)(pipes);
}

/** A session that could not be opened: the connection is gone, or sshd refuses (MaxSessions). */
function startProblem(link: Link, { message }: Error): Problem {
  const during = 'the start of a command';
  return link.open
    ? { kind: 'connection-lost', during, reason: message }
    : lossProblem(link, during);
}
