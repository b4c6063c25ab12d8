import { canonical } from '../model/address.ts';
import type { Value } from '../model/change.ts';

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
export const chassisKeys: readonly string[] = [
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
