import { type ColumnArgs, columnValue, columnWish } from './ovs-column.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  title: 'a map of keys and values',
  description: 'Keys of external_ids in table Open_vSwitch, and their values.',
  examples: [{ 'ovn-encap-type': 'geneve' }],
  minProperties: 1,
  propertyNames: {
    title: 'a key of letters, digits, `-`, `_` and `.`',
    pattern: '^[A-Za-z0-9_.-]+$',
    examples: ['ovn-encap-type'],
  },
  additionalProperties: columnValue,
} as const;

export const ovsExternalIds: Task<ColumnArgs> = {
  name: 'ovs_external_ids',
  schema,
  column: 'external_ids',
  wish: columnWish('external_ids'),
};
