import { canonical } from '../model/address.ts';
import type { Value } from '../model/change.ts';

/** Keys whose value OVN takes as a comma-separated set: order and repetition mean nothing. */
const sets = new Set([
  'ovn-encap-ip',
  'ovn-encap-type',
  'ovn-remote',
  'ovn-transport-zones',
  'ovn-bridge-mappings',
]);

/** Whether OVN would take both values of the key for the same. No trimming: OVN does none. */
export function sameValue(key: string, a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  return normal(key, a) === normal(key, b);
}

function normal(key: string, value: string): string {
  if (!sets.has(key)) return canonical(value);
  return [...new Set(value.split(',').map(canonical))].toSorted().join(',');
}
