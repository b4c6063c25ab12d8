import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { FoundTimer } from '../../model/undo.ts';

/**
 * What `found_timer` printed: one line, or nothing. Anything else is no answer of this version's
 * script, and a node with a timer that cannot be read is better left alone.
 */
export function parseTimers(text: string): Result<readonly FoundTimer[], Problem> {
  if (text === '') return ok([]);
  const [line, run = '', left, life, owner = ''] =
    /^([A-Za-z0-9-]{1,64}) (\d{1,9}) (alive|dead) ([^\u0000-\u001f\u007f-\u009f]{0,200})\n$/.exec(
      text.slice(0, 1000),
    ) ?? [];
  if (line === undefined) return err(unparseable(text));
  return ok([{ run, owner, secondsLeft: Number(left), alive: life === 'alive' }]);
}

function unparseable(text: string): Problem {
  const reason = `it is ${JSON.stringify(text.slice(0, 80))}`;
  return { kind: 'unparseable', what: 'the timer in /run/mcreconcile', reason };
}
