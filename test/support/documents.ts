import { Ajv, type ValidateFunction } from 'ajv';
import { documentSchemas } from '../../src/schemas.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>(
  Object.values(documentSchemas).map((schema) => [schema.title, ajv.compile(schema)]),
);

/** The same of one line of `-o ndjson`. */
export function eventFaults(event: object): readonly string[] {
  return faultsOf('mcreconcile.events/1', event);
}

/** What `-o json` printed against the schema of its format: what is missing, and what nobody declared. */
export function documentFaults(text: string): readonly string[] {
  const document: { readonly format: string } = JSON.parse(text);
  return faultsOf(document.format, document);
}

function faultsOf(format: string, value: object): readonly string[] {
  const validate = validators.get(format);
  if (validate === undefined) return [`no schema for ${format}`];
  validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
