import type { Advice } from './invalid.ts';
import { show } from './show.ts';

/** Variables that every node has by itself; `vars` and `-e` cannot override them. */
export const builtInVariables: readonly string[] = [
  'name',
  'address',
  'management_ip',
  'underlay_ip',
  'underlay_interface',
  'system_id',
];

/** What to say of a variable that somebody sets although every node has it. */
export function builtIn(name: string): Advice {
  const cause = `${show(name)} is built in and cannot be set`;
  return { cause, instead: 'give the variable another name' };
}

/** Whether a playbook can name a variable so. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/** The names in the `{{ name }}` of a text, each once. */
export function references(text: string): readonly string[] {
  const names = braces(text).map(({ name }) => name);
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The brace expressions of a text that are not plain names: `{{ a | b }}`, `{{ a }`. */
export function expressions(text: string): readonly string[] {
  return braces(text)
    .filter(({ name }) => name === undefined)
    .map(({ whole }) => whole);
}

// A `}}` alone is no error: JSON as a value ends so.
function braces(text: string) {
  return [...text.matchAll(/\{\{(.*?)(?:\}\}|$)/gs)].map(([whole]) => ({
    whole,
    name: /^\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}$/.exec(whole)?.[1],
  }));
}
