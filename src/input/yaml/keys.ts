import { isMap, isScalar, type ParsedNode, type Scalar } from 'yaml';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';

/** The `<<` of a merge, which is one only where it is not quoted. */
export function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.value === '<<';
}

/** A key as text; null and a fault where it is a list or a map, a fault alone where it is a number. */
export function keyOf(
  key: ParsedNode,
  map: number,
  faults: (Advice & { readonly offset: number })[],
): string | null {
  if (!isScalar(key)) {
    // At the map: an unquoted {{ name }} is a map whose key is a map, and one mistake.
    faults.push({ offset: isMap(key) ? map : key.range[0], ...complexKey(key) });
    return null;
  }
  if (typeof key.value === 'string') return key.value;
  faults.push({ offset: key.range[0], ...plainKey(key) });
  return key.source ?? '';
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

function plainKey({ value, source = '' }: Scalar): Advice {
  if (source === '') return { cause: 'a key is missing', instead: 'write a name before the `:`' };
  const read = typeof value === 'number' ? `the number ${value}` : show(String(value));
  return {
    cause: `the key ${show(source)} would be read as ${read}, and a key is text`,
    instead: `quote it: \`"${source}":\``,
  };
}
