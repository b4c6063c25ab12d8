import { familiesOf, type Run } from '../model/fold-names.ts';

/**
 * Names as a pattern for --limit: globs that fit them and nothing else. Not `micro[01:03]`: where a
 * group is called `micro`, that is its second to fourth node.
 */
export function limitPattern(names: readonly string[]): string {
  const globs = familiesOf(names).flatMap(({ prefix, suffix, runs }) =>
    runs.flatMap(globsOfRun).map((glob) => `${prefix}${glob}${suffix}`),
  );
  return globs.join(',');
}

/** Two names are easier to read than the glob of both. */
function globsOfRun([from, to]: Run): readonly string[] {
  return BigInt(to) - BigInt(from) === 1n ? [from, to] : globsOf(from, to);
}

/** `08` to `21` as `0[8-9]`, `1[0-9]`, `2[0-1]`. */
function globsOf(from: string, to: string): readonly string[] {
  if (from === to) return [from];
  const [first, last] = [Number(from.charAt(0)), Number(to.charAt(0))];
  const [lower, upper] = [from.slice(1), to.slice(1)];
  const [zeros, nines] = ['0'.repeat(lower.length), '9'.repeat(lower.length)];
  const after = (digit: number, low: string, high: string): readonly string[] =>
    globsOf(low, high).map((glob) => `${digit}${glob}`);
  if (first === last) return after(first, lower, upper);
  const head = lower === zeros ? [] : after(first, lower, nines);
  const tail = upper === nines ? [] : after(last, zeros, upper);
  const [low, high] = [first + Math.min(head.length, 1), last - Math.min(tail.length, 1)];
  const digit = low === high ? String(low) : `[${low}-${high}]`;
  const middle = low > high ? [] : [digit + '[0-9]'.repeat(lower.length)];
  return [...head, ...middle, ...tail];
}
