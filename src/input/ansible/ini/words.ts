/** A word of a line, without its quotes, and where it starts. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** A line in words as a shell splits it, up to a `#`; null where a quote stays open. */
export function wordsOf(line: string): readonly Word[] | null {
  const words: Word[] = [];
  const pattern = /\s+|#.*|((?:"(?:\\[^]|[^"\\])*"|'[^']*'|\\[^]|[^\s#"'\\])+)|[^]/gy;
  for (const { 0: whole, 1: word, index } of line.matchAll(pattern)) {
    if (word !== undefined) words.push({ text: unquoted(word), at: index });
    else if (!/^[\s#]/.test(whole)) return null;
  }
  return words;
}

function unquoted(word: string): string {
  return word.replaceAll(
    /"((?:\\[^]|[^"\\])*)"|'([^']*)'|\\([^])/g,
    (_whole, double?: string, single?: string, escaped?: string) =>
      double?.replaceAll(/\\(["\\])/g, '$1') ?? single ?? escaped ?? '',
  );
}
