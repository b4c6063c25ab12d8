import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Wanted } from './transport-contract.ts';

/** A PATH whose sudo does what is wanted; where it is missing, no real one shows through. */
export function pathWithSudo(dir: string, mode: NonNullable<Wanted['sudo']>): string {
  const bin = mkdtempSync(join(dir, 'bin-'));
  for (const tool of ['sh', 'env', 'sleep', 'awk', 'yes'])
    symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
  if (fakeSudo[mode] !== '') {
    writeFileSync(join(bin, 'sudo'), `#!/bin/sh\n${fakeSudo[mode]}\n`, { mode: 0o755 });
  }
  return bin;
}

/** A stand-in for sudo, in POSIX sh; each mode says what sudo 1.9 says. */
const fakeSudo: Readonly<Record<NonNullable<Wanted['sudo']>, string>> = {
  works: '[ "$1" = -n ] || exit 99\nshift\nexport BECAME=yes\nexec "$@"',
  'wants a password': 'echo "sudo: a password is required" >&2\nexit 1',
  forbids: `echo "Sorry, user ada is not allowed to execute '/bin/sh -s' as root on node." >&2\nexit 1`,
  'is missing': '',
};

/** Of ada, on machines of the real sudo. */
export const password = 'correct horse';
const hash = execFileSync('openssl', ['passwd', '-6', password], { encoding: 'utf8' }).trim();

/** A machine on which ada may become root in one way or another: the real sudo and doas. */
export const machine = (rule: Readonly<Record<string, string>>, shell = '/bin/sh') => ({
  '/etc/passwd': `${readFileSync('/etc/passwd', 'utf8')}ada:x:4001:4001::/:${shell}\n`,
  '/etc/group': `${readFileSync('/etc/group', 'utf8')}ada:x:4001:\n`,
  '/etc/shadow': `root:*:19000:0:99999:7:::\nada:${hash}:19000:0:99999:7:::\n`,
  ...rule,
});

export const sudoers = (text: string) => ({ '/etc/sudoers': `root ALL=(ALL) ALL\n${text}\n` });
