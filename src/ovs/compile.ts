import type { Change, Wish } from '../model/change.ts';
import type { NodeFacts, OvsFacts } from '../model/facts.ts';
import { limitLine, shellWords } from '../model/shell.ts';
import { keepTunnels } from './keep-tunnels.ts';

/** Seconds that ovs-vsctl waits for the database and for its guard. */
const patience = 2;

/**
 * One guarded transaction: it commits only if every key still holds its `before`, and
 * what is in `holds`, which it leaves alone. `beside`: commands for other tables.
 *
 * Exit 0: committed. 142 (SIGALRM): the guard was lost or the database is mute, outcome unknown.
 * The leading `get` makes ovs-vsctl verify the columns at commit; `wait-until` alone would
 * overwrite what another writer sets in between (ovs-vsctl(8), lib/db-ctl-base.c).
 * @internal for the proof of that
 */
export function compileWrite(
  ovs: OvsFacts,
  changes: readonly Change[],
  holds: readonly Wish[] = [],
  beside: readonly string[][] = [],
): readonly string[] {
  const columns = [...new Set([...changes, ...holds].map(({ column }) => column))];
  const commands = [
    ...columns.map((column) => ['get', 'Open_vSwitch', '.', column]),
    [
      'wait-until',
      'Open_vSwitch',
      '.',
      ...changes.map(({ column, key, before }) => guard({ column, key, value: before })),
      ...holds.map(guard),
    ],
    ...columns.flatMap((column) => removal(column, changes)),
    ...assignment(changes),
    ...beside,
  ];
  const options = [
    '--no-wait',
    `--timeout=${patience}`,
    ...(ovs.db === null ? [] : [`--db=${ovs.db}`]),
  ];
  return [
    ovs.vsctl,
    ...options,
    ...commands.flatMap((command, at) => (at === 0 ? command : ['--', ...command])),
  ];
}

/** The same as a script for a node, with what its tunnels need beside. */
export function writeScript(
  facts: NodeFacts,
  changes: readonly Change[],
  holds: readonly Wish[] = [],
): string {
  const words = compileWrite(facts.ovs, changes, holds, keepTunnels(facts, changes));
  return `${limitLine}\n$limit ${shellWords(words)}`;
}

function guard({ column, key, value }: Wish): string {
  return value === null ? `${column}:${key}{=}[]` : `${column}:${key}=${JSON.stringify(value)}`;
}

function removal(column: string, changes: readonly Change[]): readonly string[][] {
  const keys = changes
    .filter((change) => change.column === column && change.after === null)
    .map((change) => change.key);
  return keys.length === 0 ? [] : [['remove', 'Open_vSwitch', '.', column, ...keys]];
}

function assignment(changes: readonly Change[]): readonly string[][] {
  const pairs = changes.flatMap(({ column, key, after }) =>
    after === null ? [] : [`${column}:${key}=${JSON.stringify(after)}`],
  );
  return pairs.length === 0 ? [] : [['set', 'Open_vSwitch', '.', ...pairs]];
}
