import { Ajv, type ValidateFunction } from 'ajv';
import { documentSchemas } from '../../src/schemas.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validators = new Map<string, ValidateFunction>(
  Object.values(documentSchemas).map((schema) => [schema.title, ajv.compile(schema)]),
);

/** What `-o json` printed against the schema of its format: what is missing, and what nobody declared. */
export function documentFaults(text: string): readonly string[] {
  const document: { readonly format: string } = JSON.parse(text);
  const validate = validators.get(document.format);
  if (validate === undefined) return [`no schema for ${document.format}`];
  validate(document);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
