import { leaf, type Piece } from '../assembled.ts';
import { type Advice, type Invalid, invalid } from '../invalid.ts';
import { show } from '../show.ts';
import type { Variable } from './draft.ts';
import type { Member } from './members.ts';

/** What is gathered while the settings of a fleet are read. */
export interface Gathered {
  readonly faults: Invalid[];
  readonly remarks: Invalid[];
}

/** The strongest of a host's variables of these names; the last name speaks first, as in Ansible. */
export function lookUp({ own, inherited }: Member, names: readonly string[]): Found | null {
  for (const name of names.toReversed()) {
    const variable = own.get(name) ?? inherited.get(name);
    if (variable && variable.value !== null) return { name, variable };
  }
  return null;
}

/** What stands in a variable that is used, unless it cannot be. */
export function taken(
  found: Found | null,
  { faults }: Gathered,
  read: (value: unknown) => unknown,
): Piece | null {
  if (found === null) return null;
  const { name, variable } = found;
  const value = variable.doubt ? variable.doubt : read(variable.value);
  if (!isAdvice(value)) return leaf(value, variable.key, variable.at);
  const cause = `${show(name)} cannot be used: ${value.cause}`;
  faults.push(invalid(variable.at, { ...value, cause }));
  return null;
}

export interface Found {
  readonly name: string;
  readonly variable: Variable;
}

function isAdvice(value: unknown): value is Advice {
  return typeof value === 'object';
}
