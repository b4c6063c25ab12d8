import {
  ipAddressSchema,
  ipRouteSchema,
  ovsCountersSchema,
  ovsMapSchema,
  ovsTableSchema,
} from './facts/schemas.ts';
import { inventorySchema } from './input/schema/inventory.ts';
import { playbookSchema } from './input/schema/playbook.ts';
import { tasks } from './tasks/index.ts';

/** Every schema by the name of its validator in src/generated/validators.js. */
export const schemas = {
  inventory: inventorySchema,
  playbook: playbookSchema(tasks),
  ipAddress: ipAddressSchema,
  ipRoute: ipRouteSchema,
  ovsCounters: ovsCountersSchema,
  ovsMap: ovsMapSchema,
  ovsTable: ovsTableSchema,
};
