import { runInNewContext } from 'node:vm';
import { err, ok, type Result } from '../model/result.ts';
import type { Advice } from './invalid.ts';
import { show } from './show.ts';

/** The names that a regular expression fits, as in Ansible from their start on. */
export function fitting(
  source: string,
  names: readonly string[],
): Result<readonly string[], Advice> {
  try {
    // In a context of its own, because only such a one can be stopped: `(a|a)*b` tries for years.
    const fits: unknown = runInNewContext(script, { source, names }, { timeout: longestMs });
    const found = new Set(Array.isArray(fits) ? fits : []);
    return ok(names.filter((name) => found.has(name)));
  } catch (error) {
    return err(adviceOf(source, Object(error)));
  }
}

const longestMs = 1_000;

// Compiled by itself first: `)|(` is nothing that only the brackets around it make whole.
const script =
  'RegExp(source); const regex = RegExp(`^(?:${source})`); names.filter((name) => regex.test(name))';

function adviceOf(
  source: string,
  { code, message }: { code?: unknown; message?: unknown },
): Advice {
  const pattern = show(`~${source}`);
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
    const cause = `${pattern} takes longer than a second to compare`;
    return { cause, instead: 'write it without repetitions inside repetitions' };
  }
  // `Invalid regular expression: /…/: Unterminated group`.
  const reason = String(message).split(': ').at(-1);
  const cause = `${pattern} is not a regular expression: ${reason}`;
  return { cause, instead: 'write one as JavaScript has them, such as `~web[0-9]+`' };
}
