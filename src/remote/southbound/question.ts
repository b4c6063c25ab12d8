import { askSh, controllerSh, southboundSh } from '../../generated/scripts.js';
import type { OvsFacts } from '../../model/facts.ts';
import type { SouthboundMove } from '../../model/move.ts';
import { ok, type Result } from '../../model/result.ts';
import { type Question, scriptOf } from '../question.ts';
import {
  parseLook,
  parseMoved,
  parseSouthbound,
  type SouthboundLook,
  type SouthboundRows,
} from './parse.ts';

/** All that we want of a southbound database, by a comma list of servers; the error is in words. */
export function rowsQuestion(
  ovs: OvsFacts,
  remote: string,
): Question<Result<SouthboundRows, string>> {
  const script = scriptFor(ovs, [remote], 'query', rows);
  return { phase, script, parse: (frame) => ok(parseSouthbound(frame('southbound-0'))) };
}

/** What each server holds of what is re-addressed. */
export function looksQuestion(
  ovs: OvsFacts,
  servers: readonly string[],
): Question<Result<readonly Result<SouthboundLook, string>[], string>> {
  return {
    phase,
    script: scriptFor(ovs, servers, 'query', looks),
    parse: (frame) => ok(ok(servers.map((_, at) => parseLook(frame(`southbound-${at}`))))),
  };
}

/** Re-addresses rows, and says whether they are. */
export function moveQuestion(ovs: OvsFacts, move: SouthboundMove): Question<Result<null, string>> {
  const script = scriptFor(ovs, [move.remote], 'transact', moving(move));
  return { phase, script, parse: (frame) => ok(parseMoved(frame('southbound-0'))) };
}

const phase = 'asking the southbound database';

/**
 * A node asks each remote on its own, within 14 s. `query` undoes whatever the transaction would
 * write (ovsdb-client(1)); the operations are those of RFC 7047.
 */
function scriptFor(
  { vsctl, db }: OvsFacts,
  remotes: readonly string[],
  verb: 'query' | 'transact',
  operations: readonly object[],
): string {
  const transaction = JSON.stringify(['OVN_Southbound', ...operations]);
  const own = { vsctl, db: db === null ? '' : `--db=${db}` };
  const variables = { ...own, remotes: remotes.join(' '), verb, transaction };
  return scriptOf(variables, controllerSh, askSh, southboundSh);
}

/**
 * Chassis, endpoints and gateways. Its last operation changes nothing, on every row of Encap: whoever
 * may not re-address them (RBAC of ovn-sb(5), a read-only server) is told so.
 */
const rows: readonly object[] = [
  select('Chassis', ['_uuid', 'name', 'encaps', 'other_config']),
  select('Encap', ['_uuid', 'type', 'ip']),
  select('Port_Binding', ['logical_port', 'chassis'], [['type', '==', 'chassisredirect']]),
  {
    op: 'mutate',
    table: 'Encap',
    where: [],
    mutations: [['options', 'insert', ['map', []]]],
  },
];

/** What one server holds of what was re-addressed. */
const looks: readonly object[] = [select('Chassis', ['name']), select('Encap', ['_uuid', 'ip'])];

/** One transaction: it commits only if the chassis and the rows are those that the plan saw. */
function moving({ chassis, encaps }: SouthboundMove): readonly object[] {
  const row = (uuid: string) => [['_uuid', '==', ['uuid', uuid]]];
  const same = { op: 'wait', timeout: 0, until: '==' };
  const names = chassis?.map((name) => ({ name }));
  return [
    ...(names === undefined
      ? []
      : [{ ...same, table: 'Chassis', where: [], columns: ['name'], rows: names }]),
    ...encaps.map(({ uuid, type, before: ip }) => ({
      ...same,
      table: 'Encap',
      where: row(uuid),
      columns: ['type', 'ip'],
      rows: [{ type, ip }],
    })),
    ...encaps.map(({ uuid, after: ip }) => ({
      op: 'update',
      table: 'Encap',
      where: row(uuid),
      row: { ip },
    })),
    { op: 'comment', comment: 'mcreconcile: endpoints move in place' },
  ];
}

export function select(table: string, columns: readonly string[], where: readonly unknown[] = []) {
  return { op: 'select', table, where, columns };
}
