import type { VifEndpoint } from '../../model/facts.ts';
import type { Problem } from '../../problems/problem.ts';
import { ok, type Result } from '../../model/result.ts';
import { parseTable, stringMap } from './ovs-table.ts';

/** The interfaces that have `external_ids:encap-ip`. */
export function parseVifEndpoints(text: string): Result<readonly VifEndpoint[], Problem> {
  const rows = parseTable('ovs-vsctl find Interface', text);
  if (!rows.ok) return rows;
  const found: VifEndpoint[] = [];
  for (const row of rows.value) {
    const ids = stringMap(row('external_ids'));
    if (!ids.ok) return ids;
    const ip = ids.value['encap-ip'];
    if (ip !== undefined) found.push({ interface: String(row('name')), ip });
  }
  return ok(found);
}
