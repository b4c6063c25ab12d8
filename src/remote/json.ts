import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

interface Validate {
  (data: unknown): boolean;
  errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

/** Text of a node as JSON of the shape that `validate` was compiled for; nothing else passes. */
export function parseJson<T>(what: string, text: string, validate: Validate): Result<T, Problem> {
  try {
    return checked<T>(what, JSON.parse(text), validate);
  } catch {
    const reason = text.trim() === '' ? 'it printed nothing' : 'it printed no JSON';
    return err({ kind: 'unparseable', what, reason });
  }
}

/** The same for a value that is parsed already. */
export function checked<T>(what: string, value: unknown, validate: Validate): Result<T, Problem> {
  const valid = (candidate: unknown): candidate is T => validate(candidate);
  if (valid(value)) return ok(value);
  const [first] = validate.errors ?? [];
  const reason = `${first?.instancePath || 'it'} ${first?.message ?? 'has another shape'}`;
  return err({ kind: 'unparseable', what, reason });
}
