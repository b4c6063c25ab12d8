import type { Schema } from './wanted.ts';

/** One error of a compiled schema (ajv, `verbose`), as far as it is used. */
export interface SchemaFault {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Params;
  readonly parentSchema?: Schema | undefined;
  /** The value of the keyword. */
  readonly schema?: unknown;
  readonly data?: unknown;
  /** Set where the text that was checked is a key. */
  readonly propertyName?: string | undefined;
}

/** What ajv says of a fault beside its place. */
interface Params {
  readonly additionalProperty?: string;
  readonly propertyName?: string;
  readonly missingProperty?: string;
  readonly limit?: number;
  readonly allowedValues?: readonly unknown[];
}

/** Steps to the value that a fault is about; keys and entries that must not be there included. */
export function pathOf(fault: SchemaFault): readonly string[] {
  const steps = fault.instancePath.split('/').slice(1).map(unescape);
  const surplus = fault.keyword === 'maxItems' ? fault.params.limit : undefined;
  const name = fault.params.propertyName ?? fault.propertyName;
  const key = fault.params.additionalProperty ?? name ?? surplus;
  return key === undefined ? steps : [...steps, `${key}`];
}

// RFC 6901.
function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
