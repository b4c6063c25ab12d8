import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How the built program ended, and what it said. */
export interface CliOutcome {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the program runs, to send it signals. */
  readonly started?: (kill: (signal: NodeJS.Signals) => void) => void;
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Runs the built `mcreconcile` as a user would, in an environment that holds nothing of ours. */
export async function mcreconcile(
  args: readonly string[],
  { env = {}, started }: CliOptions = {},
): Promise<CliOutcome> {
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started?.((signal) => void child.kill(signal));
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exit: typeof exit === 'number' ? exit : null, stdout, stderr };
}
