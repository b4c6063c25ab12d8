import { ovsMap, ovsTable } from '../generated/validators.js';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { checked, parseJson } from './json.ts';

type Pairs = readonly ['map', readonly (readonly [string, string])[]];

/** The only row of table Open_vSwitch, as far as it is read. */
export interface OvsRow {
  readonly external_ids: Readonly<Record<string, string>>;
  readonly other_config: Readonly<Record<string, string>>;
  readonly version: string | null;
}

/** The output of `ovs-vsctl --format=json --columns=… list Open_vSwitch .`. */
export function parseOvsRow(text: string): Result<OvsRow, Problem> {
  const table = parseJson<Table>('ovs-vsctl list Open_vSwitch', text, ovsTable);
  if (!table.ok) return table;
  const [row] = table.value.data;
  if (row === undefined) return err(unparseable('the table holds no row'));
  const cell = (heading: string): unknown => row[table.value.headings.indexOf(heading)];
  const [ids, config] = [map(cell('external_ids')), map(cell('other_config'))];
  if (!ids.ok) return ids;
  if (!config.ok) return config;
  const version = cell('ovs_version');
  return ok({
    external_ids: ids.value,
    other_config: config.value,
    version: typeof version === 'string' ? version : null,
  });
}

interface Table {
  readonly headings: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

function map(cell: unknown): Result<Readonly<Record<string, string>>, Problem> {
  const pairs = checked<Pairs>('a map column of Open_vSwitch', cell, ovsMap);
  // No prototype: a node may well hold a key named `constructor`.
  return pairs.ok
    ? ok(Object.assign(Object.create(null), Object.fromEntries(pairs.value[1])))
    : pairs;
}

function unparseable(reason: string): Problem {
  return { kind: 'unparseable', what: 'ovs-vsctl list Open_vSwitch', reason };
}
