import type { Place } from '../model/inventory.ts';
import { inOrder, type Invalid } from './invalid.ts';
import type { Validate } from './schema/prune.ts';
import { sentences } from './sentences.ts';
import type { Document } from './yaml.ts';

/** What YAML and the schema have against a document. */
export function checked(document: Document, validate: Validate): readonly Invalid[] {
  const faults = validate(document.value) ? [] : (validate.errors ?? []);
  return andThen(document.problems, sentences(faults, document));
}

/** What one check found, then what the next did elsewhere: at one place, the first speaks for both. */
export function andThen(first: readonly Invalid[], next: readonly Invalid[]): readonly Invalid[] {
  const known = new Set(first.map(({ place }) => at(place)));
  return inOrder([...first, ...next.filter(({ place }) => !known.has(at(place)))]);
}

function at({ line, column }: Place): string {
  return `${line}:${column}`;
}
