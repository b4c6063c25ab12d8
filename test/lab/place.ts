import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import { hostEnvironment } from './environment.ts';
import { LabError } from './error.ts';
import { isAlive, type ProcessId } from './processes.ts';
import { Running } from './running.ts';

interface Outcome {
  exit: number;
  stdout: string;
  stderr: string;
}

/** Somewhere in the lab where commands run: a node, a workload, the central, the switch. */
export interface Place {
  readonly name: string;
  /** Runs a command there, not through SSH. */
  run(argv: readonly string[], stdin?: string): Promise<Outcome>;
  /** Runs a shell script there; what it prints, without the last line end. Throws if it fails. */
  sh(script: string): Promise<string>;
  /** Starts a command that runs until it is stopped, or this process ends, or the place does. */
  start(argv: readonly string[]): Running;
}

/** Others can probe it. */
export interface Host extends Place {
  readonly address: string;
}

/**
 * The place whose first process is `init`; of its namespaces, those that nsenter is told. Commands
 * there have these variables, too.
 */
export function createPlace(
  name: string,
  init: ProcessId,
  namespaces = allNamespaces,
  variables: Readonly<Record<string, string>> = {},
): Place {
  const enter = (argv: readonly string[]) => {
    // The pid may belong to someone else by now.
    if (!isAlive(init)) throw new LabError(`${name} is powered off.`);
    const args = [`--target=${init.pid}`, ...namespaces, '--', ...argv];
    return spawn('nsenter', args, { env: { ...hostEnvironment, ...variables }, cwd: '/' });
  };
  const run = async (argv: readonly string[], stdin = '') => finish(enter(argv), stdin);
  return {
    name,
    run,
    sh: async (script) => printed(name, await run(['sh', '-c', script])),
    start: (argv) => new Running(name, enter(['sh', '-c', untilToldToStop, 'sh', ...argv])),
  };
}

/** What a command printed, without the last line end; throws if it failed. */
export function printed(name: string, { exit, stdout, stderr }: Outcome): string {
  if (exit !== 0) throw new LabError(`${name}: exit ${exit}\n${stdout}${stderr}`);
  return stdout.replace(/\n$/, '');
}

export const allNamespaces = ['--net', '--mount', '--uts', '--pid'];

/** A signal to nsenter would not reach the command; the end of stdin does, whatever causes it. */
const untilToldToStop = '"$@" & read -r _; kill -INT $! 2>/dev/null; wait $!';

async function finish(child: ChildProcessWithoutNullStreams, stdin: string): Promise<Outcome> {
  // A command may end without reading what it is given.
  child.stdin.on('error', () => {}).end(stdin);
  const exited = new Promise<number>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(exitOf(code, signal)));
  });
  const [stdout, stderr, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exited,
  ]);
  return { exit, stdout, stderr };
}

/** As a shell counts it. */
function exitOf(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}
