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
      const at = value === null ? key : locate(offset);
      // What its tag keeps Ansible from evaluating is plain text.
      return [name, made(value, key, at, doubt ?? shapeDoubt(value))];
    }),
  );
}

/** A variable, with the reason why it cannot be used where there is one. */
export function variable(value: unknown, key: Place, at: Place, known?: Advice): Variable {
  return made(value, key, at, known ?? shapeDoubt(value) ?? expressionDoubt(value));
}

/** Why a text that Ansible would evaluate cannot be used. */
export function expressionDoubt(value: unknown): Advice | undefined {
  if (typeof value !== 'string' || !/\{[{%#]/.test(value)) return undefined;
  return {
    cause: 'it is a Jinja expression, and none is evaluated here',
    instead: 'write the value itself',
  };
}

function made(value: unknown, key: Place, at: Place, doubt: Advice | undefined): Variable {
  return { value, key, at, ...(doubt && { doubt }) };
}

function shapeDoubt(value: unknown): Advice | undefined {
  if (value === null) return { cause: 'it is empty', instead: 'write a value' };
  if (typeof value !== 'object') return undefined;
  return {
    cause: `it is a ${Array.isArray(value) ? 'list' : 'map'}`,
    instead: 'write one plain value',
  };
}
