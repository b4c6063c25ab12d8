import type { Check } from './check.ts';
import { flowBasedTunnels } from './flow-based-tunnels.ts';
import { foreignChassis } from './foreign-chassis.ts';
import { mixedFamilies } from './mixed-families.ts';
import { plainAddress } from './plain-address.ts';
import { secondaryAddress } from './secondary-address.ts';
import { sharedSystemId } from './shared-system-id.ts';
import { southboundUnread } from './southbound-unread.ts';
import { systemId } from './system-id.ts';
import { uniqueEndpoint } from './unique-endpoint.ts';
import { vifEndpoint } from './vif-endpoint.ts';
import { vswitchd } from './vswitchd.ts';
import { warnings } from './warnings.ts';

/** Every precondition over the fleet. */
export const checks: readonly Check[] = [
  uniqueEndpoint,
  flowBasedTunnels,
  foreignChassis,
  mixedFamilies,
  plainAddress,
  secondaryAddress,
  sharedSystemId,
  southboundUnread,
  systemId,
  vifEndpoint,
  vswitchd,
  warnings,
];
