import { lstat } from 'node:fs/promises';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { replaceWhole } from './durable.ts';
import { attempt } from './system-error.ts';

/** Writes a report in the place of the one before, whole or not at all; the file keeps its mode. */
export async function saveReport(file: string, text: string): Promise<Result<null, Problem>> {
  const saved = await attempt(async () => {
    const place = await placeOf(file);
    if (typeof place === 'string') return place;
    await replaceWhole(file, text, place.mode);
    return null;
  });
  const reason = saved.ok ? saved.value : saved.error.reason;
  return reason === null ? ok(null) : err({ kind: 'report-unsaved', file, reason });
}

/** Why nothing is replaced there, or the mode of what may be. */
async function placeOf(file: string): Promise<string | { readonly mode: number }> {
  const there = await attempt(() => lstat(file));
  // Whatever keeps us from looking keeps us from writing, and says so then.
  if (!there.ok) return { mode: 0o600 };
  const { value } = there;
  if (value.isFile()) return { mode: value.mode & 0o777 };
  if (value.isDirectory()) return 'it is a directory';
  return value.isSymbolicLink() ? 'it is a symbolic link' : 'it is a device, a pipe or a socket';
}
