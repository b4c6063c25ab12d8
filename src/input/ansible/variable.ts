import type { Place } from '../../model/inventory.ts';
import type { Advice } from '../invalid.ts';
import type { Tree } from '../yaml.ts';
import type { Spot } from '../yaml/spot.ts';
import type { Variable, Variables } from './draft.ts';

/** The variables of a YAML map. */
export function variablesOf(spot: Spot, { locate }: Tree): Variables {
  return new Map(
    [...spot.children].map(([name, child]) => {
      const key = locate(child.key);
      const { value, doubt, offset } = child.spot;
      // An empty value stands nowhere.
      return [name, variable(value, key, value === null ? key : locate(offset), doubt)];
    }),
  );
}

/** A variable, with the reason why it cannot be used where there is one. */
export function variable(value: unknown, key: Place, at: Place, known?: Advice): Variable {
  const doubt = known ?? doubtOf(value);
  return { value, key, at, ...(doubt && { doubt }) };
}

function doubtOf(value: unknown): Advice | undefined {
  if (value === null) return { cause: 'it is empty', instead: 'write a value' };
  if (typeof value === 'object')
    return {
      cause: `it is a ${Array.isArray(value) ? 'list' : 'map'}`,
      instead: 'write one plain value',
    };
  if (typeof value !== 'string' || !/\{[{%#]/.test(value)) return undefined;
  return {
    cause: 'it is a Jinja expression, and none is evaluated here',
    instead: 'write the value itself',
  };
}
