import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Addresses } from './addresses.ts';
import { hostEnvironment } from './environment.ts';
import { LabError } from './error.ts';
import { end, isAlive, type ProcessId } from './processes.ts';

interface Outcome {
  exit: number;
  stdout: string;
  stderr: string;
}

export interface LabNode {
  readonly name: string;
  readonly management: string;
  readonly underlay: string;
  /** The node's own files on this machine: `etc/`, `log/`. */
  readonly dir: string;
  /** Runs a command on the node, not through SSH. */
  run(argv: readonly string[], stdin?: string): Promise<Outcome>;
  /** Runs a shell script on the node; what it prints, without the last line end. Throws if it fails. */
  sh(script: string): Promise<string>;
  vsctl(...args: string[]): Promise<string>;
  externalIds(): Promise<Record<string, string>>;
  /** The file of the OVS database, for comparisons byte for byte. */
  database(): Promise<string>;
  /** As if the plug were pulled: no process of the node gets to say goodbye. */
  powerOff(): Promise<void>;
}

export function createNode(labDir: string, addresses: Addresses, init: ProcessId): LabNode {
  const { name, management, underlay } = addresses;
  const dir = join(labDir, 'nodes', name);
  const run = (argv: readonly string[], stdin = '') => enter(name, init, argv, stdin);
  const vsctl = (...args: string[]) => succeed(name, run(['ovs-vsctl', ...args]));
  return {
    name,
    management,
    underlay,
    dir,
    run,
    sh: (script) => succeed(name, run(['sh', '-c', script])),
    vsctl,
    externalIds: async () => parseMap(await vsctl('-f', 'json', ...externalIdsOf)),
    database: () => readFile(join(dir, 'etc/openvswitch/conf.db'), 'utf8'),
    powerOff: () => end(init),
  };
}

const externalIdsOf = ['--columns=external_ids', 'list', 'Open_vSwitch'];

async function enter(
  name: string,
  init: ProcessId,
  argv: readonly string[],
  stdin: string,
): Promise<Outcome> {
  // The pid may belong to someone else by now.
  if (!isAlive(init)) throw new LabError(`${name} is powered off.`);
  const namespaces = ['--net', '--mount', '--uts', '--pid'];
  const child = spawn('nsenter', [`--target=${init.pid}`, ...namespaces, '--', ...argv], {
    env: hostEnvironment,
    cwd: '/',
  });
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

async function succeed(name: string, outcome: Promise<Outcome>): Promise<string> {
  const { exit, stdout, stderr } = await outcome;
  if (exit !== 0) throw new LabError(`${name}: exit ${exit}\n${stdout}${stderr}`);
  return stdout.replace(/\n$/, '');
}

/** From OVSDB's way to print one map: {"data": [[["map", [[key, value], …]]]]}. */
function parseMap(json: string): Record<string, string> {
  const table: { data: [[['map', [string, string][]]]] } = JSON.parse(json);
  return Object.fromEntries(table.data[0][0][1]);
}
