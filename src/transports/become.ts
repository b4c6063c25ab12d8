import type { Outcome } from '../engine/ports.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** The program that reads the script from its stdin. */
export function shellArgv(become: boolean): readonly [string, ...string[]] {
  return become ? ['sudo', '-n', '/bin/sh', '-s'] : ['/bin/sh', '-s'];
}

/** The same, for the command line of a login shell on a node. */
export function remoteShell(become: boolean): string {
  // sudo drops the variable that tells the node's end of the connection.
  return become
    ? 'sudo -n env SSH_CONNECTION="$SSH_CONNECTION" /bin/sh -s'
    : shellArgv(false).join(' ');
}

/** Tells sudo's own refusal from the end of a script; only for a script that ran under sudo. */
export function judgeBecome(outcome: Outcome): Result<Outcome, Problem> {
  const reason = refusal(outcome);
  return reason === null ? ok(outcome) : err({ kind: 'become-failed', reason });
}

/** sudo says these itself and exits with 1: sudo(8), EXIT VALUE. */
const refusals = [
  /^sudo(-rs)?: .*(password is required|terminal is required|no tty present|effective uid).*/m,
  /^.*is not in the sudoers file.*/m,
  /^.*is not allowed to (execute|run) .*/m,
  /^.*may not run sudo.*/m,
];

function refusal({ exit, stdout, stderr: all }: Outcome): string | null {
  const stderr = all.slice(0, 4096);
  // A script that printed has run, and may have called sudo itself.
  if (stdout !== '') return null;
  if (exit === 127) return /^.*sudo: .*not found.*/m.test(stderr) ? 'sudo is not installed' : null;
  if (exit !== 1) return null;
  return refusals.map((pattern) => pattern.exec(stderr)?.[0].trim()).find(Boolean) ?? null;
}
