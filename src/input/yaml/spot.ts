import type { Advice } from '../invalid.ts';

/** A value and where it stands; aliases and merges are resolved. */
export interface Spot {
  readonly value: unknown;
  /** Why the value may not be what was meant. */
  readonly doubt?: Advice;
  readonly offset: number;
  /** How many values stand under it, those that aliases repeat included. */
  readonly size: number;
  /** What stands under it by key (of a list: by index), in the order of the file. */
  readonly children: ReadonlyMap<string, Child>;
  /** Nothing is written, not even `null`. */
  readonly blank?: true;
}

/** A value and where its key stands. */
export interface Child {
  readonly key: number;
  /** Why the key may not be what was meant. */
  readonly doubt?: Advice;
  readonly spot: Spot;
}

/** A plain value. */
export function scalarSpot(value: unknown, offset: number, doubt?: Advice): Spot {
  return { value, offset, size: 1, children: nothing, ...(doubt && { doubt }) };
}

/** Where a value is missing. */
export function blankSpot(offset: number): Spot {
  return { ...scalarSpot(null, offset), blank: true };
}

/** A map of what stands under it. */
export function mapSpot(children: ReadonlyMap<string, Child>, offset: number): Spot {
  // fromEntries defines even a key `__proto__` as what it is: a key.
  const value = Object.fromEntries([...children].map(([key, { spot }]) => [key, spot.value]));
  return { value, offset, size: sizeOf(children), children };
}

/** A list of what stands in it. */
export function listSpot(items: readonly Spot[], offset: number): Spot {
  const children = new Map(items.map((spot, at) => [String(at), { key: spot.offset, spot }]));
  return { value: items.map((spot) => spot.value), offset, size: sizeOf(children), children };
}

/** The child at the end of a path; of a path that leads nowhere, the last one on it. */
export function childAt(root: Spot, path: readonly (string | number)[]): Child {
  let child: Child = { key: root.offset, spot: root };
  for (const step of path) child = child.spot.children.get(String(step)) ?? child;
  return child;
}

const nothing: ReadonlyMap<string, Child> = new Map();

function sizeOf(children: ReadonlyMap<string, Child>): number {
  let size = 1;
  for (const { spot } of children.values()) size += spot.size;
  return size;
}
