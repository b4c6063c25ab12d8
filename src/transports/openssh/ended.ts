import type { Outcome } from '../../engine/ports.ts';
import { statusOf } from '../status.ts';

/** A command for the node that tells at the end of its stderr how the shell ended, after `mark`. */
export function telling(shell: string, mark: string): string {
  return `/bin/sh -c '${shell}; echo ${mark}$? >&2'`;
}

/**
 * How the shell ended; null: nobody told, so the connection broke. ssh exits with 255 where a
 * shell dies of a signal, where it exits with 255, and where the connection breaks.
 */
export function endedOf({ stdout, stderr }: Outcome, mark: string): Outcome | null {
  const at = stderr.lastIndexOf(mark);
  const [told, code] = /^(\d+)\n/.exec(stderr.slice(at + mark.length)) ?? [];
  if (at < 0 || told === undefined) return null;
  const rest = stderr.slice(0, at) + stderr.slice(at + mark.length + told.length);
  return { stdout, stderr: rest, ...statusOf(Number(code)) };
}
