import { randomBytes } from 'node:crypto';
import type { Outcome, Session } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { shellLine, withPassword } from '../become.ts';
import { runChild } from '../child.ts';
import type { Execute } from '../hold.ts';
import { sessionBy } from '../session.ts';
import type { SessionOptions } from '../ssh.ts';
import { sessionArgv } from './arguments.ts';
import { endedOf, telling } from './ended.ts';
import { absent, type Master } from './master.ts';

/** A session over a living master, which ends with it, and with its first Problem. */
export function opensshSession(master: Master, options: SessionOptions): Session {
  return sessionBy({
    start: (signal) => (feed) => execute(master, feed, { ...options, signal }),
    become: options.become,
    end: () => master.close(),
  });
}

async function execute(
  master: Master,
  feed: Parameters<Execute>[0],
  { become, outputLimit, signal }: SessionOptions & { readonly signal: AbortSignal },
): Promise<Result<Outcome, Problem>> {
  if (master.ended.aborted) return err(lost('it was closed on this side'));
  const mark = `mcreconcile-${randomBytes(8).toString('hex')}:`;
  const argv = sessionArgv(master.control, telling(shellLine(become, { kept: true }), mark));
  const job = { argv, feed: withPassword(become, feed), limit: outputLimit + 100, absent };
  const ended = await runChild(job, AbortSignal.any([signal, master.ended]));
  if (!ended.ok) return ended.error.kind === 'output-too-large' ? tooLarge(outputLimit) : ended;
  const outcome = endedOf(ended.value, mark);
  if (outcome === null) return err(lost(lastLine(ended.value.stderr)));
  const sizes = [outcome.stdout, outcome.stderr].map((text) => Buffer.byteLength(text));
  return Math.max(...sizes) > outputLimit ? tooLarge(outputLimit) : ok(outcome);
}

function tooLarge(limit: number): Result<never, Problem> {
  return err({ kind: 'output-too-large', limit });
}

function lost(reason: string): Problem {
  return { kind: 'connection-lost', during: 'a command', reason };
}

const untold =
  'nobody told its end: the connection broke, or sshd runs another command (ForceCommand)';

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 200) || untold;
}
