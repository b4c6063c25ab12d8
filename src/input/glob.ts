/** Whether a name fits. */
export type Glob = (name: string) => boolean;

/** A glob as shells have it: `*`, `?`, `[abc]`, `[a-z]`, `[!a]`. */
export function globOf(glob: string): Glob {
  const parts = glob.match(/\*+|\?|\[!?\]?[^\]]*\]|[^]/g) ?? [];
  const steps = parts.map(stepOf);
  return (name) => fits(steps, name);
}

/** Whether one character fits; `any` stands for the characters of a `*`. */
type Step = 'any' | ((character: string) => boolean);

function stepOf(part: string): Step {
  if (part.startsWith('*')) return 'any';
  if (part === '?') return () => true;
  if (part.length < 3) return (character) => character === part;
  const negated = part.startsWith('[!');
  const ranges = [...part.slice(negated ? 2 : 1, -1).matchAll(/([^])-([^])|[^]/g)];
  return (character) => ranges.some((range) => inRange(range, character)) !== negated;
}

function inRange([whole, from = whole, to = whole]: RegExpMatchArray, character: string): boolean {
  return from <= character && character <= to;
}

// Back to the last `*` only: a regular expression would try every way to share out the characters.
function fits(steps: readonly Step[], name: string): boolean {
  let [at, step, star, resume] = [0, 0, -1, 0];
  while (at < name.length) {
    const wanted = steps[step];
    if (wanted === 'any') [star, resume, step] = [step, at, step + 1];
    else if (wanted?.(name.charAt(at)) === true) [at, step] = [at + 1, step + 1];
    else if (star >= 0) [resume, at, step] = [resume + 1, resume + 1, star + 1];
    else return false;
  }
  return steps.slice(step).every((rest) => rest === 'any');
}
