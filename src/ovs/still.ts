import type { Change, Wish } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';

const typeKey = 'ovn-encap-type';

/**
 * The keys that name a chassis' encap type, the one with its own name among them. Without them
 * ovn-controller stands still: it changes nothing, neither its rows nor its tunnels (chassis.c).
 */
export function typesOf({ ovs, systemId }: NodeFacts): readonly Wish[] {
  return [typeKey, `${typeKey}-${systemId}`].flatMap((key): readonly Wish[] => {
    const value = ovs.columns.external_ids[key];
    return value === undefined ? [] : [{ column: 'external_ids', key, value }];
  });
}

/** With this change a chassis that stands still goes on. */
export function isThaw({ key, before, after }: Change): boolean {
  return key === typeKey && before === null && after !== null;
}
