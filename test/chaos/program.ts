import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How the program ended, and what it said; exit null: a signal ended it. */
export interface Ending {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launch {
  readonly args: readonly string[];
  /** Its XDG_STATE_HOME. */
  readonly state: string;
  /** Lines of the journal; it stops after the first one of them. */
  readonly halts?: readonly string[];
  /** Words in front of the command, such as those that give it a disk of its own. */
  readonly wrap?: readonly string[];
}

/** The built program at work. */
export interface Program {
  readonly pid: number;
  /** Returns true when it has stopped by itself, false when it has ended before. */
  halted(): Promise<boolean>;
  signal(name: NodeJS.Signals): void;
  readonly ending: Promise<Ending>;
}

export function launch({ args, state, halts = [], wrap = [] }: Launch): Program {
  const hook = halts.length === 0 ? [] : ['--import', halt];
  const [command = '', ...rest] = [...wrap, process.execPath, ...hook, main, ...args];
  const child = spawn(command, rest, {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent',
      XDG_STATE_HOME: state,
      CHAOS_HALT: halts.join(),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid = 0 } = child;
  return {
    pid,
    halted: () => halted(child),
    // Node knows by itself whether the pid is still this child's.
    signal: (name) => void child.kill(name),
    ending: endingOf(child),
  };
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const halt = new URL('halt.mjs', import.meta.url).href;

async function endingOf(child: ChildProcess): Promise<Ending> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new TypeError('it has no pipes');
  const [out, diagnostics, [exit]] = await Promise.all([
    text(stdout),
    text(stderr),
    once(child, 'close'),
  ]);
  return { exit: typeof exit === 'number' ? exit : null, stdout: out, stderr: diagnostics };
}

async function halted(child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (stateOf(child.pid ?? 0) === 'T') return true;
    await sleep(2);
  }
  return false;
}

/** As proc(5) tells it: `T` is stopped. */
function stateOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.charAt(stat.lastIndexOf(')') + 2);
  } catch {
    return '';
  }
}
