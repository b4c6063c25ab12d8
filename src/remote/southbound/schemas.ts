// What `ovsdb-client` prints of the transactions of question.ts, as far as it is used (RFC 7047).
import { ovsMapSchema, textSchema, uuidSchema } from '../facts/schemas.ts';

/** A set of references; a set of one is written as its member. */
export const uuidsSchema = {
  anyOf: [
    uuidSchema,
    {
      type: 'array',
      minItems: 2,
      maxItems: 2,
      items: [{ const: 'set' }, { type: 'array', items: uuidSchema }],
      additionalItems: false,
    },
  ],
} as const;

/** What became of one operation; null: it was not tried, for one before it failed. */
const resultSchema = {
  type: ['object', 'null'],
  properties: { error: textSchema, details: textSchema },
} as const;

/** Of a move of rows. */
export const ovnSouthboundResultsSchema = { type: 'array', items: resultSchema } as const;

/** Of a reading of rows. */
export const ovnSouthboundSchema = {
  type: 'array',
  minItems: 4,
  items: [
    rowsSchema({
      type: 'object',
      required: ['_uuid', 'name', 'encaps', 'other_config'],
      properties: {
        _uuid: uuidSchema,
        name: textSchema,
        encaps: uuidsSchema,
        other_config: ovsMapSchema,
      },
    }),
    rowsSchema({
      type: 'object',
      required: ['_uuid', 'type', 'ip'],
      properties: { _uuid: uuidSchema, type: textSchema, ip: textSchema },
    }),
    rowsSchema({
      type: 'object',
      required: ['logical_port', 'chassis'],
      properties: { logical_port: textSchema, chassis: uuidsSchema },
    }),
    resultSchema,
  ],
  // What follows a failure was not tried.
  additionalItems: { type: 'null' },
} as const;

/** Of `lookOperations`. */
export const ovnSouthboundLookSchema = {
  type: 'array',
  minItems: 2,
  maxItems: 2,
  items: [
    rowsSchema({ type: 'object', required: ['name'], properties: { name: textSchema } }),
    rowsSchema({
      type: 'object',
      required: ['_uuid', 'ip'],
      properties: { _uuid: uuidSchema, ip: textSchema },
    }),
  ],
} as const;

/** The result of a select. */
export function rowsSchema<const Row>(items: Row, maxItems = 100_000) {
  return {
    type: 'object',
    required: ['rows'],
    properties: { rows: { type: 'array', maxItems, items } },
  } as const;
}
