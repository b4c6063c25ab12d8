import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import { isEncrypted } from '../transports/ssh2/encrypted.ts';
import type { Context } from './context.ts';
import type { Reach } from './options.ts';

/** What only the user knows; it is asked for before the run begins, and is never an argument. */
export interface Secrets {
  readonly becomePassword?: Result<string, Problem>;
  /** Of the key that an option names. */
  readonly passphrase?: string;
}

export async function secretsOf(
  { askBecomePass, becomePasswordFile, privateKey }: Partial<Reach>,
  dialogue: Context['dialogue'],
): Promise<Secrets> {
  const password = askBecomePass
    ? await typed(dialogue)
    : becomePasswordFile && (await fromFile(becomePasswordFile));
  const isLocked = privateKey !== undefined && dialogue !== null && (await isEncrypted(privateKey));
  const passphrase = isLocked ? await dialogue.secret(`Passphrase for ${privateKey}:`) : null;
  return {
    ...(password ? { becomePassword: password } : {}),
    ...(passphrase === null ? {} : { passphrase }),
  };
}

async function typed(dialogue: Context['dialogue']): Promise<Result<string, Problem>> {
  if (dialogue === null) return missing('there is no terminal to ask at');
  const password = await dialogue.secret('Password for sudo on the nodes:');
  return password === null ? missing('it was not typed') : ok(password);
}

/** A program prints it, as it does for Ansible; a file holds it, and nobody else may read that. */
async function fromFile(file: string): Promise<Result<string, Problem>> {
  try {
    const isProgram = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!isProgram && ((await stat(file)).mode & 0o077) !== 0)
      return missing(`others can read ${file}: chmod 600 it`);
    const text = isProgram ? await printed(file) : await readFile(file, 'utf8');
    const [line = ''] = text.split('\n');
    return line === '' ? missing(`${file} says nothing`) : ok(line);
  } catch (error) {
    return missing(error instanceof Error ? error.message : String(error));
  }
}

async function printed(program: string): Promise<string> {
  const limits = { timeout: 30_000, maxBuffer: 65_536 };
  const { stdout } = await promisify(execFile)(program, [], limits);
  return stdout;
}

function missing(reason: string): Result<never, Problem> {
  return err({ kind: 'become-password', reason });
}
