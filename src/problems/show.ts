import type { Value } from '../model/change.ts';

/** The value of a key, in a sentence. */
export function show(value: Value): string {
  return value === null ? 'absent' : `"${value}"`;
}
