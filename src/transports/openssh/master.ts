import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from '../../engine/ports.ts';
import { keepSh } from '../../generated/scripts.js';
import { err, ok } from '../../model/result.ts';
import type { Problem } from '../../problems/problem.ts';
import { killGroup, spawnGroup } from '../child.ts';
import type { Destination } from '../destination.ts';
import { fileReason } from '../files.ts';
import type { Tried } from '../dial-again.ts';
import { masterArgv } from './arguments.ts';
import { connectProblem, wasDropped } from './said.ts';

/** The one connection to a host that is logged in, for sessions to share: ControlMaster of ssh_config(5). */
export interface Master {
  /** Its socket. */
  readonly control: string;
  /** Aborts, with a Problem as its reason, when it ends. */
  readonly ended: AbortSignal;
  /** Idempotent; takes its folder away. */
  close(): void;
}

/** Logs in once, and answers when sessions can begin. */
export async function startMaster(
  target: Destination,
  { hop, onFile, acceptNew, signal }: Terms,
): Promise<Tried<Master>> {
  // Short, for a socket's name has 108 bytes at most, of which ssh takes 17 for a moment.
  const folder = await mkdtemp(join(tmpdir(), 'mcr-')).catch(fileReason);
  if (!folder.startsWith(tmpdir())) return { result: err(noFolder(folder)), dropped: false };
  const control = join(folder, 's');
  const child = spawnGroup([
    '/bin/sh',
    '-c',
    keepSh,
    'sh',
    ...masterArgv(target, { control, hop, acceptNew }),
  ]);
  const master = follow(child, control, folder);
  const text = gatherText(child);
  while (!existsSync(control) && !signal.aborted && !master.ended.aborted) await sleep(10);
  if (existsSync(control) && !signal.aborted) return { result: ok(master), dropped: false };
  master.close();
  if (signal.aborted) return { result: err(problemOf(signal)), dropped: false };
  const said = text();
  return { result: err(failure(said, target, onFile)), dropped: wasDropped(said) };
}

function noFolder(reason: string): Problem {
  return { kind: 'no-folder', folder: tmpdir(), reason };
}

/** What it means that there is no ssh. */
export const absent = (): Problem => ({ kind: 'no-ssh', why: 'transport: openssh' });

interface Terms {
  /** The socket of the jump host's connection. */
  readonly hop: string | null;
  /** The host keys on file, as they are shown. */
  readonly onFile: readonly string[];
  readonly acceptNew: boolean;
  readonly signal: AbortSignal;
}

function failure(said: string, target: Destination, onFile: readonly string[]): Problem {
  return /ssh: .*not found/.test(said) ? absent() : connectProblem(said, target, onFile);
}

function follow(child: ChildProcessWithoutNullStreams, control: string, folder: string): Master {
  const end = new AbortController();
  const stop = (reason: string) => {
    if (end.signal.aborted) return;
    end.abort({ kind: 'connection-lost', during: 'a command', reason } satisfies Problem);
    void rm(folder, { recursive: true, force: true });
  };
  child.once('error', ({ message }) => stop(message));
  child.once('close', () => stop('the other end closed the connection'));
  child.stdin.on('error', () => undefined);
  const close = () => {
    stop('it was closed on this side');
    if (child.exitCode === null && child.signalCode === null) killGroup(child);
  };
  return { control, ended: end.signal, close };
}

/** The end of what it says. */
function gatherText({ stdout, stderr }: ChildProcessWithoutNullStreams): () => string {
  let text = '';
  stdout.resume();
  stderr.on('data', (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-65_536);
  });
  return () => text;
}
