import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { Column, Wish } from '../model/change.ts';
import { err, ok } from '../model/result.ts';
import { fill } from '../model/template.ts';
import type { Task } from './task.ts';

/** What a key should hold. */
const value = {
  type: ['string', 'number', 'boolean', 'null'],
  title: 'a value, or `null`',
  minLength: 1,
  description: 'The value; {{ name }} fills in a variable. null removes the key.',
} as const;

export const ovsExternalIds = columnTask('ovs_external_ids', 'external_ids', {
  description: 'Keys of external_ids in table Open_vSwitch, and their values.',
  examples: [{ 'ovn-encap-type': 'geneve' }],
  propertyNames: {
    title: 'a key of letters, digits, `-`, `_` and `.`',
    pattern: '^[A-Za-z0-9_.-]+$',
    examples: ['ovn-encap-type'],
  },
});

export const ovsOtherConfig = columnTask('ovs_other_config', 'other_config', {
  description: 'Keys of other_config in table Open_vSwitch, and their values.',
  examples: [{ 'max-idle': 10_000 }],
  propertyNames: {
    title: 'a key of Open vSwitch; OVN keys belong in `ovs_external_ids`',
    // OVN reads none here, and keeps what is its own.
    pattern: '^(?!ovn-)[A-Za-z0-9_.-]+$',
    examples: ['max-idle'],
  },
});

type Args = Readonly<Record<string, FromSchema<typeof value>>>;

type Said = 'description' | 'examples' | 'propertyNames';
type Keys = Required<Pick<Exclude<JSONSchema, boolean>, Said>>;

/** A task whose arguments are keys and values of a column. */
function columnTask(name: string, column: Column, { propertyNames, ...about }: Keys): Task<Args> {
  const title = 'a map of keys and values';
  const rules = { minProperties: 1, propertyNames, additionalProperties: value };
  return {
    name,
    schema: { type: 'object', title, ...about, ...rules },
    column,
    wish: (args, _node, lookup) => {
      const wishes: Wish[] = [];
      for (const [key, template] of Object.entries(args)) {
        const filled = template === null ? ok(null) : fill(String(template), lookup);
        if (!filled.ok) return err(filled.error);
        wishes.push({ column, key, value: filled.value });
      }
      return ok(wishes);
    },
  };
}
