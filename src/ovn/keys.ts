import { canonical } from '../model/address.ts';
import type { Column, Value } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { does } from './versions.ts';

/** The keys of external_ids that we reason about (ovn-controller(8)). */
export const keys = {
  systemId: 'system-id',
  remote: 'ovn-remote',
  bridge: 'ovn-bridge',
  encapType: 'ovn-encap-type',
  encapIp: 'ovn-encap-ip',
  /** Which of several endpoints a tunnel prefers. */
  defaultEncapIp: 'ovn-encap-ip-default',
  /** Tunnels send from their own endpoint; OVN 22.03 to 24.08 asks for it. */
  setLocalIp: 'ovn-set-local-ip',
  transportZones: 'ovn-transport-zones',
} as const;

/** What OVN also takes with `-<system-id>` behind it (ovn-controller(8)); stems before longer keys. */
const chassisKeys: readonly string[] = [
  keys.remote,
  'ovn-remote-probe-interval',
  keys.encapType,
  keys.encapIp,
  keys.defaultEncapIp,
  'ovn-encap-csum',
  'ovn-encap-tos',
  'ovn-encap-df_default',
  keys.setLocalIp,
  'ovn-enable-flow-based-tunnels',
  keys.transportZones,
  'ovn-is-interconn',
  keys.bridge,
  'ovn-bridge-datapath-type',
  'ovn-bridge-mappings',
  'ovn-chassis-mac-mappings',
  'ovn-cms-options',
  'ovn-match-northd-version',
  'ovn-monitor-all',
];

/** Whether OVN would take both values of the key for the same. No trimming: OVN does none. */
export function sameValue(key: string, a: Value, b: Value): boolean {
  if (a === null || b === null) return a === b;
  return normal(key, a) === normal(key, b);
}

/** What OVN takes for a key, and where that stands. */
export interface Origin {
  readonly key: string;
  readonly value: string;
  /** `external_ids:ovn-encap-ip-micro01`, `ovn-controller -n`, or a file. */
  readonly source: string;
}

/** How a key of the database fares: another is taken for it, it is taken for another, or neither. */
export type Standing = 'overridden' | 'in force' | 'ignored';

/**
 * The value that counts, and the key that it comes from: `<key>-<system-id>` beats `<key>`
 * (ovn-controller(8), since OVN 23.03). Where no ovn-controller was found, the suffixed key counts
 * all the same: one may start later.
 */
export function effective(
  facts: NodeFacts,
  column: Column,
  key: string,
): { readonly key: string; readonly value: Value } {
  const values = facts.ovs.columns[column];
  const suffixed = `${key}-${facts.systemId}`;
  if (facts.systemId !== null && suffixable(facts, column, key) && values[suffixed] !== undefined) {
    return { key: suffixed, value: values[suffixed] };
  }
  return { key, value: values[key] ?? null };
}

/** The members of a value that OVN takes as a comma-separated list; none where the key is absent. */
export function effectiveList(facts: NodeFacts, key: string): readonly string[] {
  return (effective(facts, 'external_ids', key).value ?? '').split(',').filter(Boolean);
}

/** Of the keys that OVN looks for, those that have a value; the chassis name first. */
export function effectiveKeys(facts: NodeFacts): readonly Origin[] {
  const { systemId: name, systemIdSource: source } = facts;
  const chassis =
    name === null || source === null ? [] : [{ key: keys.systemId, value: name, source }];
  const others = chassisKeys.flatMap((key): readonly Origin[] => {
    const found = effective(facts, 'external_ids', key);
    if (found.value === null) return [];
    return [{ key, value: found.value, source: `external_ids:${found.key}` }];
  });
  return [...chassis, ...others];
}

/** Whether a key of the database is more or less than it looks like; null: it is not. */
export function standing(facts: NodeFacts, column: Column, key: string): Standing | null {
  if (column !== 'external_ids') return null;
  if (key === keys.systemId && facts.systemIdSource !== 'external_ids:system-id')
    return 'overridden';
  if (effective(facts, column, key).key !== key) return 'overridden';
  const plain = chassisKeys.includes(key) ? undefined : chassisKeys.findLast(isStemOf(key));
  if (plain === undefined) return null;
  return effective(facts, column, plain).key === key ? 'in force' : 'ignored';
}

function isStemOf(key: string) {
  return (stem: string): boolean => key.startsWith(`${stem}-`);
}

function suffixable(facts: NodeFacts, column: Column, key: string): boolean {
  const known = does('takesSuffixedKeys', facts.ovnVersion, { unknown: true });
  return column === 'external_ids' && key.startsWith('ovn-') && known;
}

/** Keys whose value OVN takes as a comma-separated set: order and repetition mean nothing. */
const sets: ReadonlySet<string> = new Set([
  keys.encapIp,
  keys.encapType,
  keys.remote,
  keys.transportZones,
  'ovn-bridge-mappings',
]);

function normal(key: string, value: string): string {
  if (!sets.has(key)) return canonical(value);
  return [...new Set(value.split(',').map(canonical))].toSorted().join(',');
}
