import { err, ok, type Result } from './result.ts';

/** Looks up a variable of one node. */
export type Lookup<E> = (name: string) => Result<string, E>;

/** Replaces each `{{ name }}`; the first variable that cannot be had is the error. */
export function fill<E>(text: string, lookup: Lookup<E>): Result<string, E> {
  const parts = text.split(/\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/);
  const filled: string[] = [];
  for (const [at, part] of parts.entries()) {
    const value = at % 2 === 0 ? ok(part) : lookup(part);
    if (!value.ok) return err(value.error);
    filled.push(value.value);
  }
  return ok(filled.join(''));
}
