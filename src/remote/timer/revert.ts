import { revertSh, timerSh } from '../../generated/scripts.js';
import type { OvsFacts } from '../../model/facts.ts';
import type { Timer, Undo } from '../../model/undo.ts';
import { catchPort } from '../catch/port.ts';
import { scriptOf } from '../question.ts';
import { shellWords } from '../shell.ts';

/**
 * What the process of a timer runs: it waits for the token to become due, takes it, and reverts
 * what is ours. All of it is read before any of it runs: it needs no file of its own.
 */
export function revertScript(ovs: OvsFacts, { run, undo }: Timer): string {
  return scriptOf({ holder: run }, timerSh, reading(ovs, undo), revertSh);
}

/**
 * `put_back`: true where nothing of ours is left. The catch-all port goes first. Keys are read with `get`, one a line in their order:
 * a bare word, a JSON string, or nothing where the key is absent. Each of the commands that follow
 * leaves alone what somebody else has set since: `remove` by value, `add` (ovs-vsctl(8)).
 */
function reading({ vsctl, db }: OvsFacts, undo: readonly Undo[]): string {
  const command = [vsctl, ...(db === null ? [] : [`--db=${db}`]), '--no-wait', '--timeout=5'];
  const keys = undo.map(({ column, key }) => `${column}:${JSON.stringify(key)}`);
  const get = undo.length === 0 ? [] : ['--', '--if-exists', 'get', 'Open_vSwitch', '.', ...keys];
  const read = shellWords([...command, '--', '--if-exists', 'del-port', catchPort, ...get]);
  return [
    'put_back() {',
    `  seen=$($limit ${read}) || return`,
    '  set --',
    '  {',
    ...undo.flatMap(reverting),
    '    :',
    '  } <<SEEN',
    '$seen',
    'SEEN',
    '  [ $# -gt 0 ] || return 0',
    `  $limit ${shellWords(command)} "$@"`,
    '  return 1',
    '}',
  ].join('\n');
}

/** Reads the line of one key, and adds what reverts it where it holds a value of ours. */
function reverting({ column, key, ours, back }: Undo): readonly string[] {
  const pair = (value: string): string => `${JSON.stringify(key)}=${JSON.stringify(value)}`;
  const add = back === null ? [] : ['--', 'add', 'Open_vSwitch', '.', column, pair(back)];
  const steps = ours
    .filter((value) => value !== back)
    .flatMap((value) => {
      const remove =
        value === null ? [] : ['--', 'remove', 'Open_vSwitch', '.', column, pair(value)];
      const words = shellWords([...remove, ...add]);
      return printedAs(value).map(
        (line) => `    [ "$value" != ${shellWords([line])} ] || set -- "$@" ${words}`,
      );
    });
  return ['    IFS= read -r value', ...steps];
}

/** How `get` may print a value; only what needs no quotes stands there bare. */
function printedAs(value: string | null): readonly string[] {
  if (value === null) return [''];
  const json = JSON.stringify(value);
  return /^[A-Za-z0-9_.-]+$/.test(value) ? [json, value] : [json];
}
