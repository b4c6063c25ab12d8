import type { Check } from './check.ts';
import { freeEndpoint } from './free-endpoint.ts';
import { plainAddress } from './plain-address.ts';
import { systemId } from './system-id.ts';
import { uniqueEndpoint } from './unique-endpoint.ts';
import { vswitchd } from './vswitchd.ts';

/** Every precondition over the fleet. */
export const checks: readonly Check[] = [
  uniqueEndpoint,
  freeEndpoint,
  plainAddress,
  systemId,
  vswitchd,
];
