import type { Change } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import { atLeast } from '../model/version.ts';
import { effective } from './effective.ts';

/** Tunnels send from their own endpoint where this is true; OVN 22.03 to 24.08 (ovn-controller(8)). */
export const sourceKey = 'ovn-set-local-ip';

/** From this change on they do. */
export function isSource({ key, after }: Pick<Change, 'key' | 'after'>): boolean {
  return key === sourceKey && after === 'true';
}

/** Whether a node's tunnels name their endpoint as source, once it is written; OVN 24.09 and later always do. */
export function sendsFromEndpoint(facts: NodeFacts, changes: readonly Change[] = []): boolean {
  const version = facts.ovnVersion ?? '';
  const change = changes.find(({ key }) => key === sourceKey);
  const { value } = effective(facts, 'external_ids', sourceKey);
  const asked = change === undefined ? value : change.after;
  return atLeast(version, '24.09') || (asked === 'true' && atLeast(version, '22.03'));
}
