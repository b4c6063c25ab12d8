import { err, ok, type Result } from '../../model/result.ts';
import type { Problem } from '../../problems/problem.ts';
import { runChild } from '../child.ts';
import { whole } from '../hold.ts';
import { parseSshConfig, type SshConfig } from './parse.ts';

/** One host as the user names it, with what inventory and flags say of it. */
export interface Asked {
  readonly host: string;
  readonly user: string | undefined;
  readonly port: number | undefined;
  /** ssh's -F: another file than the user's own, or `none`. */
  readonly file: string | undefined;
}

/**
 * What OpenSSH's configuration says of a host (`ssh -G`, ssh(1)); null: there is no ssh here.
 * `Match exec` runs commands of the user's: they end with the signal, too.
 */
export async function askSsh(
  asked: Asked,
  signal: AbortSignal,
): Promise<Result<SshConfig | null, Problem>> {
  const argv = ['ssh', '-G', ...argumentsOf(asked)] as const;
  const answer = await runChild({ argv, feed: whole(''), limit, absent }, signal);
  if (!answer.ok) return answer.error === noSsh ? ok(null) : answer;
  const { exit, stdout, stderr } = answer.value;
  if (exit === 0) return ok(parseSshConfig(stdout));
  return err({
    kind: 'ssh-config',
    host: asked.host,
    reason: stderr.trim() || `exit code ${exit}`,
  });
}

/** How ssh is told of a host. */
export function argumentsOf({ host, user, port, file }: Asked): readonly string[] {
  return [
    ...(file === undefined ? [] : ['-F', file]),
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
  ];
}

/** Bytes; `ssh -G` prints some 5,000. */
const limit = 1 << 20;

const noSsh: Problem = { kind: 'no-ssh', why: 'configuration' };
const absent = (): Problem => noSsh;
