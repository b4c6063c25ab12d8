import { readFile } from 'node:fs/promises';
import { kill } from 'node:process';
import type { LockOwner } from '../model/lock.ts';
import { attempt } from './system-error.ts';

/** When a process began: the boot and the ticks since; null where the system does not tell. */
export async function startOf(pid: number): Promise<string | null> {
  const [boot, fields] = await Promise.all([read('sys/kernel/random/boot_id'), stat(pid)]);
  const ticks = fields?.[19];
  return boot === null || ticks === undefined ? null : `${boot.trim()}/${ticks}`;
}

/** Whether the owner of a lock is at work, as far as it can be known from this host. */
export async function isAlive(owner: LockOwner, host: string): Promise<boolean> {
  if (owner.host !== host) return new Date(owner.expires) > new Date();
  if (!(await exists(owner.pid))) return false;
  const started = await startOf(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

async function exists(pid: number): Promise<boolean> {
  const found = await attempt(async () => kill(pid, 0));
  // Somebody else's process may not be sent a signal.
  if (!found.ok) return found.error.code === 'EPERM';
  // A zombie does nothing any more.
  return (await stat(pid))?.[0] !== 'Z';
}

/** The fields of proc(5) after the name, which may hold blanks and parentheses: the state is the first. */
async function stat(pid: number): Promise<readonly string[] | null> {
  const text = await read(`${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

async function read(name: string): Promise<string | null> {
  const text = await attempt(() => readFile(`/proc/${name}`, 'utf8'));
  return text.ok ? text.value : null;
}
