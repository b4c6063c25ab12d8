import { addressHazards } from './address-cases.ts';
import { nameHazards } from './name-cases.ts';
import { nicHazards } from './nic-cases.ts';
import { pathHazards } from './path-cases.ts';
import { takenHazards } from './taken-cases.ts';
import { vswitchdHazard } from './vswitchd-case.ts';

export const endpointHazards = [...takenHazards, ...addressHazards, ...nameHazards];
export const networkHazards = [...nicHazards, ...pathHazards];

/** In the order of the page. */
export const hazards = [...endpointHazards, ...networkHazards, vswitchdHazard];
