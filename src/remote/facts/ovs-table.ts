import { ovsCounters, ovsMap, ovsTable } from '../../generated/answers.js';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { checked, parseJson } from '../json.ts';

/** One row of a table: the cell under a heading, undefined where there is none. */
export type Row = (heading: string) => unknown;

/** One JSON document of `ovs-vsctl --format=json list` or `find`. */
export function parseTable(what: string, text: string): Result<readonly Row[], Problem> {
  const table = parseJson<Table>(what, text, ovsTable);
  if (!table.ok) return err(table.error);
  const { headings, data } = table.value;
  return ok(data.map((cells) => (heading) => cells[headings.indexOf(heading)]));
}

/** What each row has in its `external_ids` under a key, by the name of the row. */
export function idsIn(
  what: string,
  text: string,
  key: string,
): Result<readonly (readonly [name: string, value: string])[], Problem> {
  const rows = parseTable(what, text);
  if (!rows.ok) return rows;
  const found: [name: string, value: string][] = [];
  for (const row of rows.value) {
    const ids = stringMap(row('external_ids'));
    if (!ids.ok) return ids;
    const value = ids.value[key];
    if (value !== undefined) found.push([String(row('name')), value]);
  }
  return ok(found);
}

/** A map of RFC 7047 from strings to strings. */
export function stringMap(cell: unknown): Result<Readonly<Record<string, string>>, Problem> {
  return record(checked<Pairs<string>>('a map column of Open_vSwitch', cell, ovsMap));
}

/** A map of RFC 7047 from strings to whole numbers. */
export function counterMap(cell: unknown): Result<Readonly<Record<string, number>>, Problem> {
  return record(checked<Pairs<number>>('the statistics of an interface', cell, ovsCounters));
}

/** An optional text: RFC 7047 writes the empty set where there is none. */
export function optionalText(cell: unknown): string | null {
  return typeof cell === 'string' && cell !== '' ? cell : null;
}

interface Table {
  readonly headings: readonly string[];
  readonly data: readonly (readonly unknown[])[];
}

type Pairs<T> = readonly ['map', readonly (readonly [string, T])[]];

function record<T>(pairs: Result<Pairs<T>, Problem>): Result<Readonly<Record<string, T>>, Problem> {
  // No prototype: a node may well hold a key named `constructor`.
  return pairs.ok
    ? ok(Object.assign(Object.create(null), Object.fromEntries(pairs.value[1])))
    : pairs;
}
