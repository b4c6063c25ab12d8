import type { Column } from '../../src/model/change.ts';
import type { Bfd } from '../../src/model/facts.ts';

/** The row of table Open_vSwitch that a modelled database holds. */
export type Row = Record<Column, Map<string, string>>;

/** A tunnel: its Port and its Interface. */
export interface ModelTunnel {
  id: string;
  remoteIp: string;
  localIp: string | null;
  ofport: number;
  error: string | null;
  bfd: Bfd | null;
  /** Of its node, since it was made. */
  looks: number;
  sent: number;
  received: number;
}

/** What of a modelled database ovs-vsctl reaches. */
export interface Tables {
  readonly row: Row;
  /** By the name of the port. */
  readonly tunnels: Map<string, ModelTunnel>;
  /** What the catch-all port hands on, and to which tunnel; null: there is no such port. */
  catches: readonly string[] | null;
}

/** What a command printed and how it ended; 142 stands for SIGALRM, as a shell reports it. */
export interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The part of ovs-vsctl(8) that mcreconcile uses, on tables in memory: one transaction of
 * `get`, `wait-until`, `remove`, `set`, and `del-port` of the catch-all port. A guard that does not hold ends in SIGALRM at once.
 */
export function vsctl(tables: Tables, words: readonly string[]): Answer {
  const commands = split(words.filter((word) => !/^--.+/.test(word)));
  const unknown = commands.find(
    ([verb, table, name = '']) =>
      verb !== 'del-port' && table !== 'Open_vSwitch' && !tables.tunnels.has(name),
  );
  if (unknown !== undefined) {
    const [, table, name] = unknown;
    return { exit: 1, stdout: '', stderr: `ovs-vsctl: no row "${name}" in table ${table}\n` };
  }
  if (!commands.every((command) => holds(tables, command))) return alarm;
  for (const command of commands) carryOut(tables, command);
  return { exit: 0, stdout: '{}\n', stderr: '' };
}

function carryOut(tables: Tables, command: readonly string[]): void {
  const [name, table, record = '', ...args] = command;
  const tunnel = tables.tunnels.get(record);
  if (name === 'del-port') tables.catches = null;
  else if (table !== 'Open_vSwitch' && tunnel !== undefined) readdress(tunnel, name, args);
  else if (name === 'remove') remove(tables.row, args);
  else if (name === 'set') for (const assignment of args) set(tables.row, assignment);
}

const alarm: Answer = {
  exit: 142,
  stdout: '',
  stderr: '2026-01-01T00:00:00Z|00001|fatal_signal|WARN|terminating with signal 14 (Alarm clock)\n',
};

/** `--` separates the commands of one transaction. */
function split(words: readonly string[]): string[][] {
  const commands: string[][] = [[]];
  for (const word of words) {
    if (word === '--') commands.push([]);
    else commands.at(-1)?.push(word);
  }
  return commands;
}

function holds(
  { row, tunnels }: Tables,
  [name, table, record = '', ...guards]: readonly string[],
): boolean {
  if (name !== 'wait-until') return true;
  const id = tunnels.get(record)?.id;
  return table === 'Open_vSwitch'
    ? guards.every((guard) => holdsKey(row, guard))
    : guards.join() === `external_ids:ovn-chassis-id=${JSON.stringify(id)}`;
}

function holdsKey(row: Row, guard: string): boolean {
  const absent = /^(\w+):(.+)\{=\}\[\]$/.exec(guard);
  if (absent !== null) return !row[column(absent[1])].has(absent[2] ?? '');
  const { map, key, value } = assignment(row, guard);
  return map.get(key) === value;
}

/** OVS keeps the port and its BFD session. */
function readdress(tunnel: ModelTunnel, name: string | undefined, args: readonly string[]): void {
  if (name === 'remove' && args.join(' ') === 'options local_ip') tunnel.localIp = null;
  for (const text of name === 'set' ? args : []) {
    const [, key = '', json = '""'] = /^\w+:([^=]+)=([^]*)$/.exec(text) ?? [];
    const field = fields[key];
    if (field === undefined) throw new Error(`no ${key} in the model`);
    tunnel[field] = String(JSON.parse(json));
  }
}

const fields: Readonly<Record<string, 'id' | 'remoteIp' | 'localIp'>> = {
  'ovn-chassis-id': 'id',
  remote_ip: 'remoteIp',
  local_ip: 'localIp',
};

function remove(row: Row, [name, ...keys]: readonly string[]): void {
  for (const key of keys) row[column(name)].delete(key);
}

function set(row: Row, text: string): void {
  const { map, key, value } = assignment(row, text);
  map.set(key, value);
}

/** `external_ids:key="value"`: everything after the first `=` is one JSON string. */
function assignment(row: Row, text: string) {
  const [, name, key = '', json = '""'] = /^(\w+):([^=]+)=([^]*)$/.exec(text) ?? [];
  return { map: row[column(name)], key, value: String(JSON.parse(json)) };
}

function column(name: string | undefined): Column {
  if (name === 'external_ids' || name === 'other_config') return name;
  throw new Error(`no column ${name} in the model`);
}
