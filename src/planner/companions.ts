import type { Wish } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { keys } from '../ovn/keys.ts';
import { asksForSource } from '../ovn/source.ts';

/** What a wish brings with it: an endpoint its `ovn-set-local-ip`, where OVN asks for it. */
export function companions(wishes: readonly Wish[], facts: NodeFacts): readonly Wish[] {
  const wished = (key: string) => wishes.find((wish) => wish.key === key);
  if (!wished(keys.encapIp)?.value || wished(keys.setLocalIp) !== undefined) return [];
  return asksForSource(facts)
    ? [{ column: 'external_ids', key: keys.setLocalIp, value: 'true' }]
    : [];
}
