import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { optionalText, parseTable, stringMap } from './ovs-table.ts';

/** The only row of table Open_vSwitch, as far as it is read. */
export interface OvsRow {
  readonly external_ids: Readonly<Record<string, string>>;
  readonly other_config: Readonly<Record<string, string>>;
  readonly version: string | null;
}

const what = 'ovs-vsctl list Open_vSwitch';

/** The output of `ovs-vsctl --format=json --columns=… list Open_vSwitch .`. */
export function parseOvsRow(text: string): Result<OvsRow, Problem> {
  const rows = parseTable(what, text);
  if (!rows.ok) return rows;
  const [row] = rows.value;
  if (row === undefined)
    return err({ kind: 'unparseable', what, reason: 'the table holds no row' });
  const [ids, config] = [stringMap(row('external_ids')), stringMap(row('other_config'))];
  if (!ids.ok) return ids;
  if (!config.ok) return config;
  const version = optionalText(row('ovs_version'));
  return ok({ external_ids: ids.value, other_config: config.value, version });
}
