import { readFile, rm } from 'node:fs/promises';
import { lockOwner } from '../generated/state.js';
import type { LockOwner } from '../model/lock.ts';
import { createWhole, replaceWhole } from './durable.ts';
import { sha256 } from './json.ts';
import { isAlive } from './processes.ts';
import { attempt } from './system-error.ts';

/** How a try for a lock file came out; `by` is null where the file is no lock of ours. */
export type Taken =
  | { readonly held: true; readonly tookOver: LockOwner | null }
  | { readonly held: false; readonly by: LockOwner | null };

/** Takes a lock file for `mine`, from a dead owner too. */
export async function take(file: string, mine: LockOwner): Promise<Taken> {
  const seen = await readLock(file);
  if (seen === null) {
    // Somebody else may be faster.
    return (await create(file, mine)) ? { held: true, tookOver: null } : take(file, mine);
  }
  const owner = ownerOf(seen);
  if (owner === null || (await isAlive(owner, mine.host))) return { held: false, by: owner };
  const replaced = await withClaim(file, seen, mine, () => replaceWhole(file, textOf(mine)));
  if (replaced === 'done') return { held: true, tookOver: owner };
  return replaced === 'changed' ? take(file, mine) : replaced;
}

/** Removes our own lock file, and nobody else's. */
export async function give(file: string, mine: LockOwner): Promise<void> {
  await withClaim(file, textOf(mine), mine, () => rm(file));
}

/** The text of a lock file; null: there is none. */
export async function readLock(file: string): Promise<string | null> {
  const text = await attempt(() => readFile(file, 'utf8'));
  if (text.ok) return text.value;
  if (text.error.code === 'ENOENT') return null;
  throw text.error.cause;
}

/** null: it is the text of something else. */
export function ownerOf(text: string): LockOwner | null {
  try {
    const value: unknown = JSON.parse(text);
    return lockOwner<LockOwner>(value) ? value : null;
  } catch {
    return null;
  }
}

/** false: there is one. */
async function create(file: string, mine: LockOwner): Promise<boolean> {
  const created = await attempt(() => createWhole(file, textOf(mine)));
  if (!created.ok && created.error.code !== 'EEXIST') throw created.error.cause;
  return created.ok;
}

/**
 * A lock file of a certain text is replaced or removed only by who holds the claim on that text,
 * itself a lock: so nobody acts on a look that is out of date, however long it was asleep since.
 */
async function withClaim(
  file: string,
  seen: string,
  mine: LockOwner,
  action: () => Promise<void>,
): Promise<'done' | 'changed' | Extract<Taken, { held: false }>> {
  const claim = `${file}.${sha256(seen).slice(0, 16)}`;
  const claimed = await take(claim, mine);
  if (!claimed.held) return claimed;
  try {
    if ((await readLock(file)) !== seen) return 'changed';
    await action();
    return 'done';
  } finally {
    await rm(claim, { force: true });
  }
}

function textOf(owner: LockOwner): string {
  return `${JSON.stringify(owner)}\n`;
}
