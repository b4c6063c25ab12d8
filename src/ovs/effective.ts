import type { Column, Value } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { atLeast } from '../model/version.ts';

/** A value and the key that it comes from. */
export interface Effective {
  readonly key: string;
  readonly value: Value;
}

/**
 * The value that counts: `<key>-<system-id>` beats `<key>` (ovn-controller(8), since OVN 23.03).
 * Where no ovn-controller was found, the suffixed key counts all the same: one may start later.
 */
export function effective(facts: NodeFacts, column: Column, key: string): Effective {
  const values = facts.ovs.columns[column];
  const suffixed = `${key}-${facts.systemId}`;
  if (facts.systemId !== null && suffixable(facts, column, key) && values[suffixed] !== undefined) {
    return { key: suffixed, value: values[suffixed] };
  }
  return { key, value: values[key] ?? null };
}

function suffixable(facts: NodeFacts, column: Column, key: string): boolean {
  const known = facts.ovnVersion === null || atLeast(facts.ovnVersion, '23.03');
  return column === 'external_ids' && key.startsWith('ovn-') && known;
}
