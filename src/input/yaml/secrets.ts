import { type Invalid, invalid } from '../invalid.ts';

/** The same problems; what is wrong with a passphrase or a password shows nothing of it. */
export function discreet(problems: readonly Invalid[], text: string): readonly Invalid[] {
  if (problems.length === 0 || !secret.test(text)) return problems;
  const lines = secretLines(text);
  return problems.map((problem) =>
    lines.has(problem.place.line) ? invalid(problem.place, { cause, instead }) : problem,
  );
}

const secret = /pass(phrase|word|wd)?["']?\s*[:=]/i;

const cause = 'a secret on this line cannot be read as text';
const instead = 'put it in quotes, or leave it out: nothing here needs it';

/** The lines of each secret, down to the next line that is not indented. */
function secretLines(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  let isInside = false;
  for (const [at, line] of text.split('\n').entries()) {
    if (/^[^\s#]/.test(line)) isInside = false;
    isInside ||= secret.test(line);
    if (isInside) found.add(at + 1);
  }
  return found;
}
