import { escapeControl } from './escape.ts';

/** `1 node`, `2 nodes`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/**
 * Text as a paragraph of at most `columns`, where words allow it, under a hanging `mark`; made safe
 * for a terminal. What stands in backticks, a command to type, is one word.
 */
export function paragraph(mark: string, text: string, columns: number): string {
  const lines: string[] = [];
  for (const word of escapeControl(text).match(/(?:`[^`]*`|[^\s`]|`)+/g) ?? []) {
    const joined = `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || joined.length > columns - mark.length) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return mark + lines.join(`\n${' '.repeat(mark.length)}`);
}
