import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

type Properties = Readonly<Record<string, JSONSchema>>;

/** An object with just these keys. */
type Closed<P, Q> = {
  readonly type: 'object';
  readonly additionalProperties: false;
  readonly required: readonly (keyof P & string)[];
  readonly properties: P & Q;
};

/** The value that a schema describes. */
export type ValueOf<S extends JSONSchema> = Frozen<FromSchema<S>>;

type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** The schema of an object that always has the first properties, and has the others at times. */
export function closed<const P extends Properties>(always: P): Closed<P, unknown>;
export function closed<const P extends Properties, const Q extends Properties>(
  always: P,
  atTimes: Q,
): Closed<P, Q>;
export function closed(always: Properties, atTimes: Properties = {}): Closed<Properties, unknown> {
  return {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(always),
    properties: { ...always, ...atTimes },
  };
}

export function listOf<const S extends JSONSchema>(items: S) {
  return { type: 'array', items } as const;
}

export function nullable<const S extends JSONSchema>(schema: S) {
  return { anyOf: [schema, { type: 'null' }] } as const;
}

export const text = { type: 'string' } as const;
export const flag = { type: 'boolean' } as const;
export const integer = { type: 'integer' } as const;
export const textOrNull = { type: ['string', 'null'] } as const;
export const textMap = { type: 'object', additionalProperties: text } as const;

/** Says of a property what its name does not. */
export function noted<const S extends object>(description: string, schema: S) {
  return { ...schema, description };
}

export const problem = closed({
  kind: noted('Stable; rules that --allow overrides have their name here.', text),
  severity: { enum: ['error', 'warning', 'note'] },
  summary: noted('What is wrong, for people.', text),
  hint: noted('What to do, for people.', text),
});
