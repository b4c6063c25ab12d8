import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Column, Value } from '../../../src/model/change.ts';
import { hostEnvironment as env } from '../../lab/environment.ts';
import { until } from './sshd.ts';

/** The two maps of the only row of table Open_vSwitch. */
export type Row = Readonly<Record<Column, Readonly<Record<string, string>>>>;

/** An OVS database without a switch, in a folder of its own; it dies with the test's process. */
export interface Ovsdb {
  readonly folder: string;
  /** The server's own socket, past any relay. */
  readonly socket: string;
  row(): Promise<Row>;
  /** Writes as any other program on the node would: at once and unguarded. */
  put(column: Column, key: string, value: Value): Promise<void>;
  /** SIGSTOP and SIGCONT: it is there, and says nothing. */
  pause(): void;
  resume(): void;
  stop(): Promise<void>;
}

const schema = '/usr/share/openvswitch/vswitch.ovsschema';

export async function startOvsdb(): Promise<Ovsdb> {
  const folder = await mkdtemp(join(tmpdir(), 'mcreconcile-ovsdb-'));
  await execute('ovsdb-tool', ['create', join(folder, 'conf.db'), schema], { env });
  const server = spawnServer(folder);
  const socket = join(folder, 'db.sock');
  // Its socket is there a moment before it listens; this line comes after.
  await until(
    () => logOf(folder).includes('ovsdb-server (Open vSwitch)'),
    () => 'ovsdb-server does not start',
  );
  await vsctl(socket, ['init']);
  return {
    folder,
    socket,
    row: async () => rowOf(await vsctl(socket, read)),
    put: async (...wanted) => void (await vsctl(socket, assignment(...wanted))),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    stop: () => end(server, folder),
  };
}

/** The row that `put` of these would make of another. */
export function rowWith(row: Row, column: Column, key: string, value: Value): Row {
  const { [key]: _replaced, ...others } = row[column];
  return { ...row, [column]: value === null ? others : { ...others, [key]: value } };
}

const execute = promisify(execFile);

const read = ['--format=json', '--columns=external_ids,other_config', 'list', 'Open_vSwitch'];

async function vsctl(socket: string, words: readonly string[]): Promise<string> {
  const argv = [`--db=unix:${socket}`, '--no-wait', '--timeout=10', ...words];
  return (await execute('ovs-vsctl', argv, { env })).stdout;
}

/** The kernel ends it when this process dies, whatever the cause. */
function spawnServer(folder: string): ChildProcess {
  const options = [
    '--remote=punix:db.sock',
    '--pidfile=server.pid',
    '--unixctl=server.ctl',
    '--log-file=server.log',
  ];
  const mortal = ['--pdeathsig', 'KILL', '--', 'ovsdb-server', ...options, 'conf.db'];
  const places = { OVS_RUNDIR: folder, OVS_LOGDIR: folder, OVS_DBDIR: folder };
  return spawn('setpriv', mortal, {
    cwd: folder,
    env: { ...env, ...places },
    stdio: 'ignore',
  });
}

function logOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'server.log'), 'utf8');
  } catch {
    return '';
  }
}

async function end(server: ChildProcess, folder: string): Promise<void> {
  const ended = once(server, 'exit');
  if (server.exitCode === null && server.signalCode === null && server.kill('SIGKILL')) await ended;
  await rm(folder, { recursive: true });
}

function assignment(column: Column, key: string, value: Value): readonly string[] {
  return value === null
    ? ['remove', 'Open_vSwitch', '.', column, key]
    : ['set', 'Open_vSwitch', '.', `${column}:${key}=${JSON.stringify(value)}`];
}

type Cell = readonly ['map', readonly (readonly [string, string])[]];

function rowOf(json: string): Row {
  const { data }: { data: readonly [readonly [Cell, Cell]] } = JSON.parse(json);
  const [[[, ids], [, config]]] = data;
  return { external_ids: Object.fromEntries(ids), other_config: Object.fromEntries(config) };
}
