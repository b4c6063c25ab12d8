import type { Place } from '../model/inventory.ts';
import { type Advice, inOrder, type Invalid, invalid } from './invalid.ts';
import { didYouMean } from './nearest.ts';
import { pathOf, type SchemaFault } from './schema/fault.ts';
import { type Schema, typeOf, typesOf, wanted } from './schema/wanted.ts';
import { choice, show } from './show.ts';
import type { Document } from './yaml.ts';

/** What the schema found, in sentences, at their places, each mistake once. */
export function sentences(faults: readonly SchemaFault[], document: Document): readonly Invalid[] {
  const crowded = new Set(
    faults.filter(({ keyword }) => keyword === 'maxProperties').map((fault) => fault.instancePath),
  );
  return inOrder(
    faults
      // The rule on the key itself speaks for the one on its text.
      .filter(({ propertyName }) => propertyName === undefined)
      // Arguments that stand under the wrong indentation: one mistake, said as one.
      .filter((fault) => !isUnknownKey(fault) || !crowded.has(fault.instancePath))
      .map((fault) => ({ fault, place: placeOf(fault, document) }))
      .filter(isFirst(new Set()))
      .map(({ fault, place }) => invalid(place, adviceOf(fault))),
  );
}

/** What an anchor holds is wrong at one place, however many aliases bring it up. */
function isFirst(seen: Set<string>) {
  return ({ fault, place }: { fault: SchemaFault; place: Place }): boolean => {
    const key = `${place.line}:${place.column}:${fault.keyword}:${fault.params.additionalProperty}`;
    return seen.size < seen.add(key).size;
  };
}

/** Whether a keyword of a schema has its sentence here. @internal for its test */
export function hasSentence(keyword: string): boolean {
  return Object.hasOwn(advices, keyword);
}

type Sentence = (fault: SchemaFault, subject: string) => Advice;

const advices: Readonly<Record<string, Sentence>> = {
  additionalProperties: (fault, subject) => ({
    cause: `unknown key ${subject}`,
    instead: keyInstead(fault),
  }),
  // Here `schema` is the one that the names must keep.
  propertyNames: ({ schema }, subject) => ({
    cause: `${subject} cannot be a name here`,
    instead: `write ${wanted(Object(schema))}`,
  }),
  required: ({ params: { missingProperty: key = '' }, parentSchema }, subject) => ({
    cause: `${subject} has no ${show(key)}`,
    instead: `add ${show(`${key}:`)} with ${wanted(parentSchema?.properties?.[key])}`,
  }),
  type: ({ data, parentSchema = {} }, subject) => ({
    cause: `${subject} is ${typeOf(data)}, not ${expected(parentSchema)}`,
    instead: typeInstead(data, parentSchema),
  }),
  enum: ({ data, params: { allowedValues = [] } }, subject) => ({
    cause: `${subject} cannot be ${said(data)}`,
    instead: enumInstead(data, allowedValues.map(String)),
  }),
  not: unfit,
  pattern: unfit,
  minimum: unfit,
  maximum: unfit,
  maxLength: ({ params: { limit }, parentSchema }, subject) => ({
    cause: `${subject} is longer than ${limit} characters`,
    instead: `write ${wanted(parentSchema)}`,
  }),
  minLength: empty,
  minItems: empty,
  minProperties: empty,
  maxItems: ({ parentSchema = {} }, subject) => ({
    cause: `${subject} is too many: this is ${parentSchema.title ?? typesOf(parentSchema)}`,
    instead: 'put what it holds into the entries above, or into a file of its own',
  }),
  maxProperties: ({ data, params: { limit } }, subject) => ({
    cause: `${subject} has more than ${limit} key: ${choice(Object.keys(Object(data)), 'and')}`,
    instead: 'start each with its own `- `, and indent what belongs to it by four blanks',
  }),
};

function adviceOf(fault: SchemaFault): Advice {
  const sentence = advices[fault.keyword] ?? unfit;
  return sentence(fault, subjectOf(pathOf(fault)));
}

function unfit({ data, parentSchema = {} }: SchemaFault, subject: string): Advice {
  return { cause: `${subject} cannot be ${said(data)}`, instead: `write ${wanted(parentSchema)}` };
}

function empty({ parentSchema }: SchemaFault, subject: string): Advice {
  return { cause: `${subject} is empty`, instead: `write ${wanted(parentSchema)}` };
}

function said(data: unknown): string {
  return typeof data === 'string' && data !== '' ? show(data) : typeOf(data === '' ? null : data);
}

function keyInstead({ params, parentSchema = {} }: SchemaFault): string {
  const keys = Object.keys(parentSchema.properties ?? {});
  const [pattern = ''] = Object.keys(parentSchema.patternProperties ?? {});
  if (keys.length === 0) return `write a key that matches ${show(pattern)}`;
  return didYouMean(params.additionalProperty ?? '', keys) ?? `write ${choice(keys)}`;
}

// One of several types is better said by the title.
function expected(schema: Schema): string {
  return (Array.isArray(schema.type) ? schema.title : undefined) ?? typesOf(schema);
}

function typeInstead(data: unknown, schema: Schema): string {
  const bare = typeof data === 'number' || typeof data === 'boolean';
  if (bare && schema.type === 'string') return `quote it ("${data}"), or write ${wanted(schema)}`;
  return `write ${wanted(schema)}${data === null ? ', or leave the key out' : ''}`;
}

function enumInstead(data: unknown, allowed: readonly string[]): string {
  const meant = typeof data === 'string' ? didYouMean(data, allowed) : undefined;
  return meant ?? `write ${choice(allowed)}`;
}

function subjectOf(path: readonly string[]): string {
  const [parent, last] = [path.at(-2), path.at(-1)];
  if (last === undefined) return 'the file';
  if (!/^\d+$/.test(last)) return show(last);
  const entry = `entry ${Number(last) + 1}`;
  return parent === undefined ? entry : `${entry} of ${show(parent)}`;
}

function placeOf(fault: SchemaFault, document: Document) {
  const atKey = isUnknownKey(fault) || ['propertyNames', 'required'].includes(fault.keyword);
  return document.place(pathOf(fault), atKey ? 'key' : 'value');
}

function isUnknownKey({ keyword }: SchemaFault): boolean {
  return keyword === 'additionalProperties';
}
