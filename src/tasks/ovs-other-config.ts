import { type ColumnArgs, columnValue, columnWish } from './ovs-column.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  title: 'a map of keys and values',
  description: 'Keys of other_config in table Open_vSwitch, and their values.',
  examples: [{ 'max-idle': 10_000 }],
  minProperties: 1,
  propertyNames: {
    title: 'a key of Open vSwitch; OVN keys belong in `ovs_external_ids`',
    // OVN reads none here, and keeps what is its own.
    pattern: '^(?!ovn-)[A-Za-z0-9_.-]+$',
    examples: ['max-idle'],
  },
  additionalProperties: columnValue,
} as const;

export const ovsOtherConfig: Task<ColumnArgs> = {
  name: 'ovs_other_config',
  schema,
  column: 'other_config',
  wish: columnWish('other_config'),
};
