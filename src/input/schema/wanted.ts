import { show } from '../show.ts';

/** The parts of a schema that sentences speak of. */
export interface Schema {
  readonly [keyword: string]: unknown;
  readonly type?: unknown;
  readonly title?: string;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, unknown>>;
}

/** `a port number, such as `22``: what a schema wants, in words. */
export function wanted(schema: Schema = {}): string {
  const { title = rangeOf(schema), examples } = schema;
  return examples === undefined ? title : `${title}, such as ${show(flow(examples[0]))}`;
}

/** `a map or nothing`: the types that a schema allows. */
export function typesOf({ type }: Schema): string {
  const types: readonly unknown[] = Array.isArray(type) ? type : [type];
  return types.map((name) => typeNames[String(name)] ?? 'another value').join(' or ');
}

/** `a number`: the type of a value, as the file shows it. */
export function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number' || typeof value === 'boolean')
    return `the ${typeof value} ${value}`;
  return typeof value === 'string' ? 'text' : 'a map';
}

/** Whether it is a map, as YAML has them. */
export function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: '`true` or `false`',
  object: 'a map',
  array: 'a list',
  null: 'nothing',
};

function rangeOf(schema: Schema): string {
  const { minimum, maximum } = schema;
  if (minimum === undefined || maximum === undefined) return typesOf(schema);
  return `${typesOf(schema)} from ${minimum} to ${maximum}`;
}

/** A value as YAML shows it on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
