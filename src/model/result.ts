import type { Problem } from '../problems/problem.ts';

/** What an operation that may fail in an expected way returns; exceptions are bugs. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({
  ok: false,
  error,
});

/** The values of all, by the same names; of several errors, the first. */
export function together<T extends object>(results: {
  readonly [K in keyof T]: Result<T[K], Problem>;
}): Result<T, Problem> {
  const values = Object.create(null);
  for (const [name, result] of Object.entries<Result<unknown, Problem>>(results)) {
    if (!result.ok) return result;
    values[name] = result.value;
  }
  return ok(values);
}
