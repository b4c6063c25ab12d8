import type { ParsedNode, Scalar } from 'yaml';
import type { Advice } from '../invalid.ts';
import { show } from '../show.ts';

/** Which YAML a file is written in. */
export interface Dialect {
  /** How the library itself reads plain values. */
  readonly schema: 'core' | 'failsafe';
  /** Whether every doubt is an error; else it is one only where the value is used. */
  readonly isStrict: boolean;
  readonly read: (node: ParsedScalar) => Meaning;
}

export type ParsedScalar = Extract<ParsedNode, Scalar>;

/** What a plain value says. */
export interface Meaning {
  readonly value: unknown;
  readonly doubt?: Advice;
}

/** YAML 1.2, where nothing is taken for what it may not be: our own files and MicroCloud's. */
export const strict: Dialect = {
  schema: 'core',
  isStrict: true,
  read: ({ value, source }) => meaningOf(value, source),
};

/** A value with the doubt of numbers that were written otherwise. */
export function meaningOf(value: unknown, source: string | undefined): Meaning {
  const read = String(value);
  if (typeof value !== 'number' || source === undefined || source === read) return { value };
  const doubt = {
    cause: `${show(source)} would be read as the number ${read}`,
    instead: `quote it ("${source}") if these characters are meant, or write ${show(read)}`,
  };
  return { value, doubt };
}
