import { readdir, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from '../engine/ports.ts';
import type { LockOwner } from '../model/lock.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { makeFolder } from './durable.ts';
import { sha256 } from './json.ts';
import { give, ownerOf, readLock, take, type Taken } from './lock-file.ts';
import { isAlive, startOf } from './processes.ts';
import { attempt } from './system-error.ts';

export interface LockRequest {
  /** The state folder. */
  readonly folder: string;
  readonly inventory: string;
  readonly run: string;
  readonly user: string;
  /** Of this process. */
  readonly pid: number;
  readonly host: string;
  /** How long to wait for a live owner. */
  readonly waitSeconds: number;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** The lock of an inventory, held. */
export interface Lock {
  /** The dead owner that it was taken from, to tell the user about; null: it was free. */
  readonly tookOver: LockOwner | null;
  /** May be called twice, and when somebody else holds the lock by now. */
  release(): Promise<void>;
}

/** One run at a time for an inventory, whatever path leads to it. */
export async function acquireLock(request: LockRequest): Promise<Result<Lock, Problem>> {
  const { folder, inventory, host, waitSeconds, signal } = request;
  const path = await realPath(inventory);
  const file = join(locksFolder(folder), `${sha256(path).slice(0, 32)}${ending}`);
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    const mine = await ownerNow(request, path);
    const taken = await tryTake(file, mine);
    if (!taken.ok) return taken;
    if (taken.value.held) return ok(lockOf(file, mine, taken.value.tookOver));
    const { by } = taken.value;
    if (by === null) return err(unusable(file, 'it is not a lock of mcreconcile'));
    if (performance.now() >= until) {
      return err({ kind: 'locked', file, by, here: by.host === host });
    }
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return err(problemOf(signal));
  }
}

/** The runs that are at work now. */
export async function liveRuns(folder: string, host: string): Promise<ReadonlySet<string>> {
  const names = await attempt(() => readdir(locksFolder(folder)));
  const locks = (names.ok ? names.value : []).filter((name) => name.endsWith(ending));
  const runs = locks.map((name) => liveRun(join(locksFolder(folder), name), host));
  return new Set((await Promise.all(runs)).filter((run) => run !== null));
}

const ending = '.lock';
const pollMs = 250;

function locksFolder(folder: string): string {
  return join(folder, 'locks');
}

async function realPath(file: string): Promise<string> {
  const real = await attempt(() => realpath(file));
  return real.ok ? real.value : resolve(file);
}

async function ownerNow(request: LockRequest, inventory: string): Promise<LockOwner> {
  const { run, user, host, pid } = request;
  const started = await startOf(pid);
  return { run, inventory, user, host, pid, started, at: inHours(0), expires: inHours(24) };
}

function inHours(hours: number): string {
  return new Date(Date.now() + hours * 3_600_000).toISOString();
}

async function tryTake(file: string, mine: LockOwner): Promise<Result<Taken, Problem>> {
  const taken = await attempt(async () => {
    await makeFolder(join(file, '..'));
    return take(file, mine);
  });
  return taken.ok ? taken : err(unusable(file, taken.error.reason));
}

function lockOf(file: string, mine: LockOwner, tookOver: LockOwner | null): Lock {
  // A lock that cannot be removed is a dead owner's once this process has ended.
  return { tookOver, release: async () => void (await attempt(() => give(file, mine))) };
}

async function liveRun(file: string, host: string): Promise<string | null> {
  const text = await attempt(() => readLock(file));
  const owner = text.ok && text.value !== null ? ownerOf(text.value) : null;
  return owner !== null && (await isAlive(owner, host)) ? owner.run : null;
}

function unusable(file: string, reason: string): Problem {
  return { kind: 'lock-unusable', file, reason };
}
