import { parseAddress } from '../model/address.ts';
import type { Place } from '../model/inventory.ts';

/** One part of a pattern, such as `&rack1`, and where it stands; null: on the command line. */
export interface Item {
  readonly text: string;
  readonly place: Place | null;
}

/** The parts of a pattern: `a,b:c` has two, for beside commas a colon is a character like any other. */
export function itemsOf(pattern: string, place: Place | null): readonly Item[] {
  return split(pattern)
    .map((text) => ({ text: text.trim(), place }))
    .filter(({ text }) => text !== '');
}

function split(pattern: string): readonly string[] {
  const byComma = outsideBrackets(pattern, ',');
  if (byComma.length > 1 || isIpv6(pattern)) return byComma;
  return outsideBrackets(pattern, ':');
}

/** `web[0:2]` and `~(a|b){1,2}` are one part. */
function outsideBrackets(pattern: string, separator: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const character of pattern) {
    if ('[({'.includes(character)) depth += 1;
    if ('])}'.includes(character)) depth -= 1;
    if (character === separator && depth <= 0) parts.push('');
    else parts.push(`${parts.pop()}${character}`);
  }
  return parts;
}

function isIpv6(pattern: string): boolean {
  return parseAddress(pattern.trim().replace(/^[&!]/, '')) !== null;
}
