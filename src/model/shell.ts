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

/** Seconds that one command on a node may take; commands with a limit of their own end sooner. */
const seconds = 7;

/**
 * Sets `$limit`, which goes before a command: a wrapper that hangs (a snap's, for instance) would
 * live on after our connection is gone. Where a node has no timeout(1), the commands' own limits
 * must do. Ends a command that is too slow with exit 124.
 */
export const limitLine = `command -v timeout >/dev/null && limit='timeout ${seconds}' || limit=`;

/** Messages in one language, and the folders that a login over SSH leaves out: of root, and of snaps. */
export const environmentLines = `LC_ALL=C; export LC_ALL
PATH=$PATH:/usr/sbin:/sbin:/snap/bin; export PATH`;
