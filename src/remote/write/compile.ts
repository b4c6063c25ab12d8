import type { Change, Wish } from '../../model/change.ts';
import type { OvsFacts } from '../../model/facts.ts';
import type { TunnelMove } from '../../model/move.ts';
import { keys } from '../../ovn/keys.ts';
import { catchPort } from '../catch/port.ts';
import { scriptOf } from '../question.ts';
import { shellWords } from '../shell.ts';

/** Seconds that ovs-vsctl waits for the database and for its guard. */
const patience = 2;

/** What one transaction writes, and what must hold beside. */
export interface Write {
  readonly changes: readonly Change[];
  readonly holds: readonly Wish[];
  readonly tunnels: readonly TunnelMove[];
}

/**
 * One guarded transaction: it commits only if every key and every tunnel still holds its `before`,
 * and what is in `holds`, which it leaves alone.
 *
 * Exit 0: committed. 142 (SIGALRM): the guard was lost or the database is mute, outcome unknown.
 * The leading `get` makes ovs-vsctl verify the columns at commit; `wait-until` alone would
 * overwrite what another writer sets in between (ovs-vsctl(8), lib/db-ctl-base.c).
 * @internal for the proof of that
 */
export function compileWrite(ovs: OvsFacts, { changes, holds, tunnels }: Write): readonly string[] {
  const columns = [...new Set([...changes, ...holds].map(({ column }) => column))];
  const guards = [
    ...changes.map(({ column, key, before }) => guard({ column, key, value: before })),
    ...holds.map(guard),
  ];
  const commands = [
    ...columns.map((column) => ['get', 'Open_vSwitch', '.', column]),
    ...(guards.length === 0 ? [] : [['wait-until', 'Open_vSwitch', '.', ...guards]]),
    ...tunnels.map(tunnelGuard),
    ...columns.flatMap((column) => removal(column, changes)),
    ...assignment(changes),
    ...tunnels.flatMap(readdressed),
    // Whoever goes on has all tunnels where they belong, and catches nothing any more.
    ...(changes.some(givesType) ? [['--if-exists', 'del-port', catchPort]] : []),
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

/** The same as a script for a node. */
export function writeScript(ovs: OvsFacts, write: Write): string {
  return scriptOf({}, `$limit ${shellWords(compileWrite(ovs, write))}`);
}

function guard({ column, key, value }: Wish): string {
  return value === null ? `${column}:${key}{=}[]` : `${column}:${key}=${JSON.stringify(value)}`;
}

function tunnelGuard({ port, before: { id } }: TunnelMove): string[] {
  return ['wait-until', 'Port', port, `external_ids:ovn-chassis-id=${JSON.stringify(id)}`];
}

/** OVS keeps the port, its number and its BFD session: only the options change (ofproto.c). */
function readdressed({ port, before, after }: TunnelMove): string[][] {
  const { id, remoteIp, localIp } = after;
  const local = localIp === null ? [] : [`options:local_ip=${JSON.stringify(localIp)}`];
  return [
    ...(id === before.id
      ? []
      : [['set', 'Port', port, `external_ids:ovn-chassis-id=${JSON.stringify(id)}`]]),
    ...(localIp === null && before.localIp !== null
      ? [['remove', 'Interface', port, 'options', 'local_ip']]
      : []),
    ['set', 'Interface', port, `options:remote_ip=${JSON.stringify(remoteIp)}`, ...local],
  ];
}

function givesType({ key, before }: Change): boolean {
  return before === null && key.startsWith(keys.encapType);
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
