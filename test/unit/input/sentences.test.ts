import { expect, test } from 'vitest';
import { hasSentence } from '../../../src/input/sentences.ts';
import { fileSchemas } from '../../../src/schemas.ts';

const silent = new Set(['$schema', 'title', 'description', 'examples', 'default']);
// They hold schemas and find nothing wrong by themselves.
const holders = new Set(['properties', 'patternProperties', 'items']);

function keywords(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (silent.has(keyword)) return [];
    if (keyword === 'properties' || keyword === 'patternProperties')
      return Object.values(Object(value)).flatMap(keywords);
    const inner = ['items', 'additionalProperties', 'propertyNames'].includes(keyword);
    return [...(holders.has(keyword) ? [] : [keyword]), ...(inner ? keywords(value) : [])];
  });
}

const used = new Set(Object.values(fileSchemas).flatMap(keywords));

test.each([...used])('%s has a sentence', (keyword) => {
  expect(hasSentence(keyword)).toBe(true);
});

test.each(['inventory', 'playbook', 'variables'] as const)(
  'every setting of the %s is described for editors',
  (name) => {
    expect(undescribed(fileSchemas[name])).toEqual([]);
  },
);

function undescribed(schema: unknown): readonly string[] {
  const { properties = {}, additionalProperties, items } = Object(schema);
  const own = Object.entries(properties).filter(([, inner]) => !('description' in Object(inner)));
  return [
    ...own.map(([name]) => name),
    ...Object.values(properties).flatMap(undescribed),
    ...(typeof items === 'object' ? undescribed(items) : []),
    ...(typeof additionalProperties === 'object' ? undescribed(additionalProperties) : []),
  ];
}
