import { quote } from 'shell-quote';
import { preambleSh } from '../generated/scripts.js';

/** A script for a node: its variables first, then what all scripts share, then its parts. */
export function scriptOf(
  variables: Readonly<Record<string, string | number>>,
  ...parts: readonly string[]
): string {
  const set = Object.entries(variables).map(
    ([name, value]) => `${name}=${shellWords([`${value}`])}`,
  );
  return [...set, preambleSh, ...parts].join('\n');
}

/**
 * The words of a command line, quoted for any POSIX shell: dash and bash give them back unchanged.
 * Use the result verbatim, never inside other quotes. Throws on NUL, which no argument can hold;
 * callers validate values before.
 */
export function shellWords(argv: readonly string[]): string {
  if (argv.some((word) => word.includes('\0'))) throw new Error('NUL in a shell word');
  return quote([...argv]);
}
