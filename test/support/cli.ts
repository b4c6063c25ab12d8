import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { documentFaults } from './documents.ts';

/** How the built program ended, and what it said. */
export interface CliOutcome {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from stdin; nothing where it is not given. null: `started` writes it. */
  readonly stdin?: string | null;
  /** Called once the program runs, to send it signals. */
  readonly started?: (kill: (signal: NodeJS.Signals) => void, stdin: Writable) => void;
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** How the built `mcreconcile` is started. */
export const program = [process.execPath, main] as const;

/** Journals and locks of the runs of one test file. */
const stateHome = mkdtempSync(join(tmpdir(), 'mcreconcile-state-home-'));
afterAll(() => rmSync(stateHome, { recursive: true, force: true }));

const clean = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' };

/** Runs the built `mcreconcile` as a user would, in an environment that holds nothing of ours. */
export async function mcreconcile(
  args: readonly string[],
  { env = {}, stdin, started }: CliOptions = {},
): Promise<CliOutcome> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...clean, XDG_STATE_HOME: stateHome, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // Whoever does not read it closes it.
  child.stdin.on('error', () => undefined);
  if (stdin !== null) child.stdin.end(stdin);
  started?.((signal) => void child.kill(signal), child.stdin);
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  // Whatever a test looks for: a document is as its schema says.
  const faults = stdout.startsWith(documentStart) ? documentFaults(stdout) : [];
  if (faults.length > 0) throw new Error(`${args.join(' ')}: ${faults.join('; ')}`);
  return { exit: typeof exit === 'number' ? exit : null, stdout, stderr };
}

const documentStart = '{\n  "format": "mcreconcile.';
