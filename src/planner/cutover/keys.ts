import { canonical } from '../../model/address.ts';

/** The keys that exist during a cutover only; they count for one chassis, and LXD reads neither. */
export function cutoverKeys(systemId: string): { readonly list: string; readonly prefer: string } {
  return { list: `ovn-encap-ip-${systemId}`, prefer: `ovn-encap-ip-default-${systemId}` };
}

/** What stands in the list key while both endpoints are in use. */
export function bothEndpoints(before: readonly string[], after: readonly string[]): string {
  return [...new Set([...before, ...after].map(canonical))].join(',');
}
