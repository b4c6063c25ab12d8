import { parseAddress, type Family } from '../model/address.ts';
import type { Check } from './check.ts';
import { endpoints } from '../ovn/endpoints.ts';

/**
 * OVN makes the tunnels between IPv4 and IPv6 endpoints, and they carry nothing. Only where they have
 * a `local_ip`, as always from 24.09 on, does OVS say so, on the Interface.
 */
export const mixedFamilies: Check = (fleet, drafts) => {
  const of = (family: Family): readonly string[] =>
    endpoints(fleet, drafts)
      .filter(({ after }) => after.some((text) => parseAddress(text)?.family === family))
      .map(({ node }) => node);
  const [v4, v6] = [of('IPv4'), of('IPv6')];
  if (v4.length === 0 || v6.length === 0) return [];
  return [{ nodes: [...new Set([...v4, ...v6])], problem: { kind: 'mixed-families', v4, v6 } }];
};
