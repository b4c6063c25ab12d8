import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
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
