import type { Change, Wish } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { keys } from './keys.ts';

/**
 * The keys that name a chassis' encap type, the one with its own name among them. Without them
 * ovn-controller stands still: it changes nothing, neither its rows nor its tunnels (chassis.c).
 */
export function encapTypes({ ovs, systemId }: NodeFacts): readonly Wish[] {
  return [keys.encapType, `${keys.encapType}-${systemId}`].flatMap((key): readonly Wish[] => {
    const value = ovs.columns.external_ids[key];
    return value === undefined ? [] : [{ column: 'external_ids', key, value }];
  });
}

/** With this change a chassis that stands still goes on. */
export function isThaw({ key, before, after }: Change): boolean {
  return key === keys.encapType && before === null && after !== null;
}
