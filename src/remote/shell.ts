import { quote } from 'shell-quote';

/**
 * The words of a command line, quoted for any POSIX shell: dash and bash give them back unchanged.
 * Use the result verbatim, never inside other quotes. Throws on NUL, which no argument can hold;
 * callers validate values before.
 */
export function shellWords(argv: readonly string[]): string {
  if (argv.some((word) => word.includes('\0'))) throw new Error('NUL in a shell word');
  return quote([...argv]);
}
