import type { CST } from 'yaml';
import type { Fault } from './compose.ts';

/** Where a document nests deeper than any input of ours could. */
export function tooDeep(token: CST.Token): Fault | null {
  const offset = deeperThan(token, deepest);
  if (offset === null) return null;
  return {
    offset,
    cause: `maps and lists stand more than ${deepest} deep in each other here`,
    instead: 'check the brackets: one may be left open',
  };
}

const deepest = 64;

function deeperThan(token: CST.Token | null | undefined, levels: number): number | null {
  if (!token) return null;
  if (token.type === 'document') return deeperThan(token.value, levels);
  if (!('items' in token)) return null;
  if (levels === 0) return token.offset;
  for (const { key, value } of token.items) {
    const found = deeperThan(key, levels - 1) ?? deeperThan(value, levels - 1);
    if (found !== null) return found;
  }
  return null;
}
