import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from './error.ts';

/** A pid alone may be another process tomorrow; with its start time it is this one. */
export interface ProcessId {
  pid: number;
  startTime: string;
}

/** The lab's NIC in the root namespace; another lab may take the same name later. */
export interface Link {
  name: string;
  index: string;
}

export function identify(pid: number): ProcessId | null {
  const stat = read(`/proc/${pid}/stat`);
  // The command name in brackets may hold blanks: count from behind it.
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields[18];
  return startTime === undefined || state === 'Z' ? null : { pid, startTime };
}

export function isAlive({ pid, startTime }: ProcessId): boolean {
  return identify(pid)?.startTime === startTime;
}

/** Returns when the process is gone, and with an init its whole namespace. */
export async function end(process_: ProcessId): Promise<void> {
  if (isAlive(process_)) process.kill(process_.pid, 'SIGKILL');
  await until(`process ${process_.pid} ends`, () => !isAlive(process_));
}

export function identifyLink(name: string): Link {
  return { name, index: read(`/sys/class/net/${name}/ifindex`).trim() };
}

export function isPresent({ name, index }: Link): boolean {
  return existsSync(`/sys/class/net/${name}`) && identifyLink(name).index === index;
}

/** The kernel takes a dead namespace's NICs away a little after its last process. */
export async function linkGone(link: Link): Promise<void> {
  await until(`${link.name} is gone`, () => !isPresent(link));
}

async function until(what: string, done: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!done()) {
    if (Date.now() > deadline) throw new LabError(`Waited 30 s in vain until ${what}.`);
    await sleep(5);
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
