import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Guest {
  readonly kernel: string;
  readonly image: string;
  /** What its first process is given. */
  readonly args: readonly string[];
  /** For what is needed while it runs. */
  readonly folder: string;
}

/** Runs it to its end; what it prints goes to stdout. Returns the exit code that it named. */
export async function runGuest({ kernel, image, args, folder }: Guest, signal: AbortSignal) {
  const outcome = join(folder, 'outcome');
  const append = ['console=ttyS0', 'quiet', 'panic=-1', 'mitigations=off', '--', ...args].join(' ');
  const machine = '-m 6G -nic none -display none -monitor none -no-reboot'.split(' ');
  const serial = ['-serial', 'stdio', '-serial', `file:${outcome}`];
  const boot = ['-kernel', kernel, '-initrd', image, '-append', append];
  const argv = ['qemu-system-x86_64', ...emulated, ...machine, ...serial, ...boot];
  // It ends with this process, whatever ends that.
  const qemu = spawn('setpriv', ['--pdeathsig', 'KILL', ...argv], {
    stdio: ['ignore', 'inherit', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  await once(qemu, 'close');
  return exitOf(await readFile(outcome, 'utf8'));
}

/**
 * Its clock counts instructions, one each nanosecond, and leaps where there is nothing to do: however
 * slow and busy this machine is, inside it is a computer that does not stumble.
 */
const emulated = ['-accel', 'tcg', '-cpu', 'max', '-icount', 'shift=0,sleep=off'];

function exitOf(outcome: string): number {
  if (/^\d+\s*$/.test(outcome)) return Number(outcome);
  throw new Error('The guest ended before the bench did: see above.');
}
