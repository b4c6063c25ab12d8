import type { Wish } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { atLeast } from '../model/version.ts';

/**
 * What a wish brings with it: from OVN 22.03 to 24.08 a tunnel uses its own endpoint as source
 * only with `ovn-set-local-ip=true`; a later OVN always does, an earlier one does not know the key.
 */
export function companions(wishes: readonly Wish[], facts: NodeFacts): readonly Wish[] {
  const wished = (key: string) => wishes.find((wish) => wish.key === key);
  if (!wished('ovn-encap-ip')?.value || wished('ovn-set-local-ip') !== undefined) return [];
  if (facts.ovnVersion === null || !needsLocalIp(facts.ovnVersion)) return [];
  return [{ column: 'external_ids', key: 'ovn-set-local-ip', value: 'true' }];
}

function needsLocalIp(version: string): boolean {
  return atLeast(version, '22.03') && !atLeast(version, '24.09');
}
