import { isMap, isScalar, type ParsedNode } from 'yaml';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';
import type { Dialect } from './dialect.ts';

/** The `<<` of a merge, which is one only where it is not quoted. */
export function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

/** A key as text, and why that may not be what was meant; null where it is a list or a map. */
export function keyOf(
  key: ParsedNode,
  map: number,
  { read }: Dialect,
): { readonly name: string | null; readonly offset: number; readonly doubt?: Advice } {
  const [offset] = key.range;
  // At the map: an unquoted {{ name }} is a map whose key is a map, and one mistake.
  if (!isScalar(key))
    return { name: null, offset: isMap(key) ? map : offset, doubt: complexKey(key) };
  const { value, ...rest } = read(key);
  if (typeof value === 'string') return { name: value, offset, ...rest };
  return { name: key.source ?? '', offset, doubt: plainKey(value, key.source) };
}

function complexKey(key: ParsedNode): Advice {
  const cause = 'a key is a name, not a list, a map or an alias';
  if (!isMap(key) || key.flow !== true)
    return { cause, instead: 'write a plain name before the `:`' };
  return {
    cause: 'outside quotes, YAML reads `{{` as the start of two maps',
    instead: 'put the whole value in quotes: `"{{ name }}"`',
  };
}

function plainKey(value: unknown, source = ''): Advice {
  if (source === '') return { cause: 'a key is missing', instead: 'write a name before the `:`' };
  const read = typeof value === 'number' ? `the number ${value}` : show(String(value));
  return {
    cause: `the key ${show(source)} would be read as ${read}, and a key is text`,
    instead: `quote it: \`"${source}":\``,
  };
}
