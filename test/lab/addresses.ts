export interface Addresses {
  name: string;
  management: string;
  underlay: string;
  underlayPrefix: number;
}

export const mostNodes = 200;

export function nodeNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `micro${String(index + 1).padStart(2, '0')}`);
}

/** What node.sh gives to its NICs: host numbers count from 11, as the names do from 1. */
export function addressesOf(names: readonly string[], slot: number, family: 4 | 6): Addresses[] {
  return names.map((name, index) => ({
    name,
    management: `198.18.${slot}.${index + 11}`,
    ...(family === 4
      ? { underlay: `198.19.${slot}.${index + 11}`, underlayPrefix: 24 }
      : { underlay: `${prefix6(slot)}::${index + 11}`, underlayPrefix: 64 }),
  }));
}

/** In the canonical form, that tools print: there ":0::" is "::". */
function prefix6(slot: number): string {
  return slot === 0 ? '2001:db8' : `2001:db8:${slot}`;
}
