import type { Outcome } from '../engine/ports.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Pipes } from './hold.ts';
import { statusOf } from './status.ts';

/** How a script becomes root's; null: it runs as the user who logged in. */
export type Become = {
  readonly method: 'sudo' | 'doas';
  /** Only sudo takes one without a terminal: doas(1) asks the terminal. */
  readonly password: string | null;
} | null;

/** The program that reads the script from its stdin, as a line for any login shell. */
export function shellLine(become: Become, { kept }: { readonly kept: boolean }): string {
  if (become === null) return '/bin/sh -s';
  // Whoever becomes root loses the variable that tells the node's end of the connection.
  const shell = kept ? 'env SSH_CONNECTION="$SSH_CONNECTION" /bin/sh' : '/bin/sh';
  const { method, password } = become;
  if (method === 'doas' || password === null) return `${method} -n ${shell} -s`;
  // Without -k a password that sudo does not ask for would be the first line of the script.
  return `sudo -k -S -p ${prompt} ${shell} -c "echo ${ready} >&2; exec /bin/sh -s"`;
}

/** Gives sudo its password, once it asks for it, and the script once it is root. */
export function withPassword(become: Become, feed: (pipes: Pipes) => void): (pipes: Pipes) => void {
  const password = become?.password ?? null;
  if (password === null || become?.method === 'doas') return feed;
  return (pipes) => {
    let heard = '';
    const hear = (chunk: Buffer): void => {
      heard += chunk.toString('latin1');
      const asked = heard.split(prompt).length - 1;
      if (heard.includes(ready)) {
        pipes.stderr.off('data', hear);
        feed(pipes);
      } else if (asked === 1 && heard.endsWith(prompt)) pipes.stdin.write(`${password}\n`);
      // It asks again: the password was wrong, and sudo counts who guesses.
      else if (asked > 1) pipes.stdin.end();
    };
    pipes.stderr.on('data', hear);
  };
}

const prompt = 'mcreconcile-asks:';
const ready = 'mcreconcile-is-root';

/** Tells the refusal of sudo or doas from the end of a script; only for a script that became root's. */
export function judgeBecome(
  outcome: Outcome,
  { method }: NonNullable<Become>,
): Result<Outcome, Problem> {
  const { stderr: said } = outcome;
  const stderr = said.replaceAll(prompt, '').replace(`${ready}\n`, '');
  const isWrong = said.split(prompt).length > 2;
  const reason = isWrong ? 'the password is wrong' : refusal({ ...outcome, stderr }, method);
  return said.includes(ready) || reason === null
    ? ok({ ...outcome, ...(outcome.exit === null ? {} : statusOf(outcome.exit)), stderr })
    : err({ kind: 'become-failed', method, reason });
}

/** sudo and doas say these themselves and exit with 1: sudo(8), EXIT VALUE; doas(1). */
const refusals = [
  /^sudo(-rs)?: .*(password is required|terminal is required|no tty present|must have a tty|effective uid).*/m,
  /^sudo(-rs)?: .*(incorrect password attempt|no password was provided|incorrect authentication).*/im,
  /^.*is not in the sudoers file.*/m,
  /^.*is not allowed to (execute|run) .*/m,
  /^.*may not run sudo.*/m,
  /^doas: .*/m,
];

function refusal({ exit, stdout, stderr: all }: Outcome, method: string): string | null {
  const stderr = all.slice(0, 4096);
  // A script that printed has run, and may have called sudo itself.
  if (stdout !== '') return null;
  if (exit === 127)
    return new RegExp(`^.*${method}: .*not found.*`, 'm').test(stderr)
      ? `${method} is not installed`
      : null;
  if (exit !== 1) return null;
  return refusals.map((pattern) => pattern.exec(stderr)?.[0].trim()).find(Boolean) ?? null;
}
