/** A JSON Schema, or a part of one, as plain data. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * The same schema with `x-…` keys allowed in every map of settings: a place for YAML anchors.
 * In a map by name there is none: `x-ray` is a node like any other.
 */
export function extensible(schema: { readonly [key: string]: Json }): {
  readonly [key: string]: Json;
} {
  const inner = Object.entries(schema).map(([key, value]) => [key, inside(value)] as const);
  // The types derive from the closed schema: an index signature would hide every misspelt key.
  const open =
    schema['additionalProperties'] === false ? { patternProperties: { '^x-': true } } : {};
  return { ...Object.fromEntries(inner), ...open };
}

/** Whether a key is there for anchors only. */
export function isExtension(key: string): boolean {
  return key.startsWith('x-');
}

function inside(value: Json): Json {
  if (isList(value)) return value.map(inside);
  return typeof value === 'object' && value !== null ? extensible(value) : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
