import { parseAddress } from '../model/address.ts';
import { isEndpoint } from '../ovn/endpoints.ts';
import type { Check } from './check.ts';

/** OVN publishes any text as an endpoint; a CIDR, a blank or a host name breaks the peers' ports. */
export const plainAddress: Check = (_fleet, drafts) =>
  drafts.flatMap(({ name, changes }) =>
    changes
      .filter((change) => isEndpoint(change) && !plain(change.after))
      .map(({ key, after }) => ({
        nodes: [name],
        problem: { kind: 'not-an-address' as const, key, value: after ?? '' },
      })),
  );

function plain(value: string | null): boolean {
  return value?.split(',').every((address) => parseAddress(address) !== null) ?? true;
}
