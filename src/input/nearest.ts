/** `did you mean …?`, where there is something to mean. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const meant = nearest(word, candidates);
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`;
}

function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = folded(word);
  for (const candidate of candidates) if (oneSlip(wanted, folded(candidate))) return candidate;
  return undefined;
}

function folded(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** Equal, or one character put in, left out, replaced, or swapped with its neighbour. */
function oneSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0];
  // One letter has nothing left to be recognised by.
  return shorter > 1 && left.length <= 1 && right.length <= 1;
}
