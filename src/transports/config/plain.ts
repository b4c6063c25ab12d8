import { readFile, readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * Whether OpenSSH's configuration is absent, or what distributions ship: then `ssh -G` would tell
 * nothing new of any host, and is not asked.
 */
export async function isPlain(): Promise<boolean> {
  // As OpenSSH, which does not look at HOME.
  const texts = [join(userInfo().homedir, '.ssh/config'), '/etc/ssh/ssh_config'].map(linesOf);
  const [own = [], shared = []] = await Promise.all(texts);
  const parts = await readdir('/etc/ssh/ssh_config.d').catch(() => []);
  return own.length === 0 && parts.length === 0 && shared.every((line) => shipped.has(line));
}

/** Debian's /etc/ssh/ssh_config, 12 and 13; GSSAPI is looked at apart. */
const shipped: ReadonlySet<string> = new Set([
  'Include /etc/ssh/ssh_config.d/*.conf',
  'Host *',
  'SendEnv LANG LC_*',
  'SendEnv LANG LC_* COLORTERM NO_COLOR',
  'HashKnownHosts yes',
  'GSSAPIAuthentication yes',
]);

/** The lines that say something. A file that is there, but cannot be read, says an unknown thing. */
async function linesOf(file: string): Promise<readonly string[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').map((line) => line.trim());
    return lines.filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing ? [] : ['unreadable'];
  }
}
