import type { FromSchema } from 'json-schema-to-ts';
import type { Column, Wish } from '../model/change.ts';
import { err, ok } from '../model/result.ts';
import { fill } from '../model/template.ts';
import type { Task } from './task.ts';

/** What a key should hold, for the schemas of the tasks below. */
export const columnValue = {
  type: ['string', 'number', 'boolean', 'null'],
  title: 'a value, or `null`',
  minLength: 1,
  description: 'The value; {{ name }} fills in a variable. null removes the key.',
} as const;

/** The keys and values that a task declares, as the file has them. */
export type ColumnArgs = Readonly<Record<string, FromSchema<typeof columnValue>>>;

/** What such a task wishes for its column. */
export function columnWish(column: Column): NonNullable<Task<ColumnArgs>['wish']> {
  return (args, _node, lookup) => {
    const wishes: Wish[] = [];
    for (const [key, template] of Object.entries(args)) {
      const value = template === null ? ok(null) : fill(String(template), lookup);
      if (!value.ok) return err(value.error);
      wishes.push({ column, key, value: value.value });
    }
    return ok(wishes);
  };
}
