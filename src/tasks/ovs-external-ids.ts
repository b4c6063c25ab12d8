import type { FromSchema } from 'json-schema-to-ts';
import type { Wish } from '../model/change.ts';
import { err, ok } from '../model/result.ts';
import { fill } from '../model/template.ts';
import type { Task } from './task.ts';

const schema = {
  type: 'object',
  description: 'Keys of external_ids in table Open_vSwitch, and the values that they should hold.',
  minProperties: 1,
  additionalProperties: false,
  patternProperties: {
    '^[A-Za-z0-9_.-]+$': {
      type: ['string', 'number', 'boolean'],
      minLength: 1,
      description: 'The value; {{ name }} fills in a variable.',
    },
  },
} as const;

export const ovsExternalIds: Task<FromSchema<typeof schema>> = {
  name: 'ovs_external_ids',
  schema,
  wish: (args, _node, lookup) => {
    const wishes: Wish[] = [];
    for (const [key, template] of Object.entries(args)) {
      const value = fill(String(template), lookup);
      if (!value.ok) return err(value.error);
      wishes.push({ column: 'external_ids', key, value: value.value });
    }
    return ok(wishes);
  },
};
