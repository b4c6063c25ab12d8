import { pathOf, type SchemaFault } from './fault.ts';

/** A compiled schema. */
export interface Validate {
  (data: unknown): boolean;
  errors?: SchemaFault[] | null;
}

/** What is left of a value when all that breaks its schema is taken out, so that rules still see the rest. */
export function prune(value: unknown, validate: Validate): unknown {
  const copy = structuredClone(value);
  // Taking a key out may leave its parent without a key that it needs: again, until all is well.
  while (!validate(copy)) {
    const removed = (validate.errors ?? []).map((fault) => remove(copy, pathOf(fault)));
    if (!removed.includes(true)) return undefined;
  }
  return copy;
}

function remove(root: unknown, path: readonly string[]): boolean {
  const last = path.at(-1);
  if (last === undefined) return false;
  const parent = path.slice(0, -1).reduce(step, root);
  // A list loses nothing: its entries would no longer be where the file has them.
  if (Array.isArray(parent)) return remove(root, path.slice(0, -1));
  if (typeof parent !== 'object' || parent === null) return false;
  return Object.hasOwn(parent, last) && Reflect.deleteProperty(parent, last);
}

/** Own keys only: `__proto__` is a key of the file like any other, and never the real prototype. */
function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}
