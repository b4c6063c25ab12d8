import { isAbsolute, join } from 'node:path';

/** Where journals, locks and the like are kept: the XDG base directory specification, `STATE`. */
export function stateFolder(env: NodeJS.ProcessEnv, home: string): string {
  const named = env['XDG_STATE_HOME'] ?? '';
  // The specification: a relative path is invalid and to be ignored.
  const base = isAbsolute(named) ? named : join(home, '.local', 'state');
  return join(base, 'mcreconcile');
}
