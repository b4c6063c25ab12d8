import { parse } from 'shell-quote';
import type { Row } from './vsctl.ts';

/** Carries out the program of a timer as its shell would: of each key that it reads, the case that fits. */
export function revert(row: Row, program: string): void {
  const [, read = ''] = /seen=\$\(\$limit (.*)\) \|\| return/.exec(program) ?? [];
  const keys = wordsOf(read).flatMap((word) => keyIn(word) ?? []);
  const blocks = program.split('    IFS= read -r value').slice(1);
  for (const [at, { column, key }] of keys.entries()) {
    const value = row[column].get(key);
    const printed = value === undefined ? '' : JSON.stringify(value);
    const found = casesIn(blocks[at] ?? '').find(([text]) => text === printed);
    for (const command of found?.slice(1) ?? []) carryOut(row, command);
  }
}

function wordsOf(text: string): readonly string[] {
  return parse(text).filter((word) => typeof word === 'string');
}

function keyIn(word: string) {
  const [, column, json] = /^(external_ids|other_config):("[^]*")$/.exec(word) ?? [];
  if (column !== 'external_ids' && column !== 'other_config') return null;
  return { column, key: String(JSON.parse(json ?? '')) } as const;
}

/** What `get` prints in each case, then the commands. */
function casesIn(block: string): readonly (readonly [string, ...string[]])[] {
  const lines = block.matchAll(/^ {4}\[ "\$value" != (.*) \] \|\| set -- "\$@" (.*)$/gm);
  return [...lines].map(([, value = '', commands = '']) => {
    const [printed = ''] = wordsOf(value);
    return [printed, ...commands.split(/(?:^| )-- /).slice(1)];
  });
}

/** `remove` takes away what is there by its value, `add` leaves alone what is there (ovs-vsctl(8)). */
function carryOut(row: Row, command: string): void {
  const [name, , , column, pair = ''] = wordsOf(command);
  if (column !== 'external_ids' && column !== 'other_config') throw new Error(`no ${column}`);
  const [key, value] = pairIn(pair);
  const map = row[column];
  if (name === 'remove' && map.get(key) === value) map.delete(key);
  if (name === 'add' && !map.has(key)) map.set(key, value);
}

function pairIn(text: string): readonly [key: string, value: string] {
  const [, key = '""', value = '""'] = /^("(?:[^"\\]|\\.)*")=("[^]*")$/.exec(text) ?? [];
  return [String(JSON.parse(key)), String(JSON.parse(value))];
}
