import type { Column } from '../../src/model/change.ts';

/** The row of table Open_vSwitch that a modelled database holds. */
export type Row = Record<Column, Map<string, string>>;

/** What a command printed and how it ended; 142 stands for SIGALRM, as a shell reports it. */
export interface Answer {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The part of ovs-vsctl(8) that mcreconcile uses, on a row in memory: one transaction of
 * `get`, `wait-until`, `remove` and `set`. A guard that does not hold ends in SIGALRM at once. There
 * is no other table: what tunnels get beside is tried on the lab.
 */
export function vsctl(row: Row, words: readonly string[]): Answer {
  const commands = split(words.filter((word) => !/^--.+/.test(word)));
  const guards = commands
    .filter(([name]) => name === 'wait-until')
    .flatMap((each) => each.slice(3));
  if (!guards.every((guard) => holds(row, guard))) return alarm;
  for (const [name, table, , ...args] of commands) {
    if (table !== 'Open_vSwitch') continue;
    if (name === 'remove') remove(row, args);
    if (name === 'set') for (const assignment of args) set(row, assignment);
  }
  return { exit: 0, stdout: '{}\n', stderr: '' };
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

function holds(row: Row, guard: string): boolean {
  const absent = /^(\w+):(.+)\{=\}\[\]$/.exec(guard);
  if (absent !== null) return !row[column(absent[1])].has(absent[2] ?? '');
  const { map, key, value } = assignment(row, guard);
  return map.get(key) === value;
}

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
