import type { Change } from '../model/change.ts';

/** Tunnels send from their own endpoint where this is true; OVN 22.03 to 24.08 (ovn-controller(8)). */
export const sourceKey = 'ovn-set-local-ip';

/** From this change on they do. */
export function isSource({ key, after }: Change): boolean {
  return key === sourceKey && after === 'true';
}
