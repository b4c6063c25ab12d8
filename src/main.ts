#!/usr/bin/env node
import { homedir, hostname, userInfo } from 'node:os';
import { addAbortSignal } from 'node:stream';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { codeAtOnce } from './cli/at-once.ts';
import type { Context, Stream } from './cli/context.ts';
import type { Dialogue } from './cli/init/questions.ts';
import { outward } from './cli/outward.ts';
import { runProgram } from './cli/program.ts';
import type { Problem } from './problems/problem.ts';
import { stateFolder } from './state/folder.ts';

// Injected by the build from package.json.
declare const MCRECONCILE_VERSION: string;

const { code, line } = outward(process.argv.slice(2), process.env);

/** What `codeAtOnce` says of the run so far. */
let atOnce: number | null = null;

process.on('uncaughtException', bug);
process.exitCode = await main().catch(bug);

async function main(): Promise<number> {
  process.stdout.on('error', unheard);
  // What is lost there is no result, and no reason to stop.
  process.stderr.on('error', () => undefined);
  const argv = process.argv.slice(2);
  return runProgram(argv, context(!argv.includes('--no-color')));
}

function context(colors: boolean): Context {
  const login = { env: process.env, home: homedir(), user: loginName() };
  const end = interrupt();
  const someone = dialogue(colors, end);
  return {
    ...login,
    version: MCRECONCILE_VERSION,
    stdout: stream(process.stdout, colors),
    stderr: stream(process.stderr, colors),
    stdin: () => addAbortSignal(end, process.stdin),
    dialogue: someone,
    state: stateFolder(login.env, login.home),
    process: { pid: process.pid, host: hostname() },
    playbooks: fileURLToPath(new URL('../playbooks/', import.meta.url)),
    interrupt: end,
    told: (event) => void (atOnce = codeAtOnce(atOnce, event)),
    connector: async (options, remark) => {
      const { realConnector } = await import('./cli/connector.ts');
      const { secretsOf } = await import('./cli/secrets.ts');
      return realConnector(options, login, { ...(await secretsOf(options, someone)), remark });
    },
  };
}

function stream(real: NodeJS.WriteStream & { fd: number }, colors: boolean): Stream {
  const isTTY = isatty(real.fd);
  // hasColors() exists on terminals only, and honours NO_COLOR, FORCE_COLOR=0 and TERM=dumb.
  return {
    write: (text) => void real.write(text),
    isTTY,
    // Some terminals report 0 columns.
    columns: real.columns || 80,
    hasColors: colors && isTTY && real.hasColors(),
  };
}

/** Nobody can be asked where the cursor cannot be moved: TERM=dumb counts as no terminal. */
function dialogue(colors: boolean, signal: AbortSignal): Dialogue | null {
  const { stderr: output } = process;
  if (!isatty(0) || !isatty(output.fd) || process.env['TERM'] === 'dumb') return null;
  const { hasColors } = stream(output, colors);
  const terminal = { input: process.stdin, output, hasColors, signal };
  return {
    questions: async () => (await import('./cli/init/wizard.ts')).wizard(terminal),
    secret: async (question) =>
      (await import('./cli/init/wizard.ts')).askSecret(terminal, question),
    discover: async (until) => {
      const { discover } = await import('./discovery/discover.ts');
      output.write('Looking for hosts that announce SSH on the local network (mDNS).\n');
      return discover(until);
    },
  };
}

/** The first signal ends the run in order; a second one ends the process. */
function interrupt(): AbortSignal {
  const controller = new AbortController();
  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) leave(atOnce ?? exit);
      const problem: Problem = { kind: 'interrupted', signal };
      controller.abort(problem);
    });
  }
  return controller.signal;
}

/** Whoever is asked twice goes at once; the nodes have timers of their own. */
function leave(exit: number): never {
  const half = '; nodes that still have a timer revert by themselves, see `mcreconcile history`';
  process.stderr.write(`mcreconcile: stopped at once${exit === 9 ? half : ''}\n`);
  process.stdout.write(line('stopped at once'));
  process.exit(code(exit));
}

/** A container may run under a uid that no passwd knows. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'root';
  }
}

/**
 * `mcreconcile … | head`: the reader has seen enough, and the exit code is kept. A full disk has not
 * seen it. A run that has written is seen through all the same, and its exit code tells whether it could say so.
 */
function unheard(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`mcreconcile: cannot write: ${error.message}\n`);
  if (atOnce === null) process.exit(code(1));
  if (process.exitCode === 0) process.exitCode = code(atOnce);
}

/** Ends the process, whatever is still open: after a bug nobody knows what is. */
function bug(error: unknown): never {
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`mcreconcile: this is a bug in mcreconcile, please report it:\n${stack}\n`);
  process.stdout.write(line('this is a bug in mcreconcile, see stderr'));
  process.exit(code(70));
}
