import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWords } from '../../src/remote/shell.ts';

/** How a stand-in for a program ends. */
export type Ending =
  | 'hangs'
  /** It does not even end when it is told to. */
  | 'stays'
  | { readonly exit?: number; readonly stdout?: string; readonly stderr?: string };

/** Puts a program into a folder of PATH. `endings`: by what stands in its arguments, else `otherwise`. */
export async function standIn(
  folder: string,
  name: string,
  otherwise: Ending,
  endings: Readonly<Record<string, Ending>> = {},
): Promise<void> {
  const cases = Object.entries(endings).map(
    ([word, ending]) => `  *${shellWords([word])}*) ${body(ending)} ;;\n`,
  );
  const text = `#!/bin/sh\ncase "$*" in\n${cases.join('')}  *) ${body(otherwise)} ;;\nesac\n`;
  await writeFile(join(folder, name), text);
  await chmod(join(folder, name), 0o755);
}

function body(ending: Ending): string {
  if (ending === 'hangs') return 'exec sleep 60';
  if (ending === 'stays') return "trap '' TERM; sleep 60 & wait $!; wait $!; sleep 60";
  const { exit = 0, stdout = '', stderr = '' } = ending;
  // A heredoc, for the answer of a large cluster is longer than an argument may be.
  return [
    `cat <<'STDOUT'\n${stdout}\nSTDOUT`,
    `cat >&2 <<'STDERR'\n${stderr}\nSTDERR`,
    `exit ${exit}\n`,
  ].join('\n');
}
