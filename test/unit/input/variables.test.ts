import { expect, test } from 'vitest';
import { expressions, references } from '../../../src/input/variables.ts';

test('references are the names between braces, each once', () => {
  expect(references('{{ a }}-{{b}}-{{ a }}-{{ c | d }}-{ e }')).toEqual(['a', 'b']);
});

test.each([
  ['plain', []],
  ['{{ a }}', []],
  ['{"a":{"b":1}}', []],
  ['{{ a | b }}', ['{{ a | b }}']],
  ['{{ a }', ['{{ a }']],
  ['{{ a.b }} {{ c }} {{}}', ['{{ a.b }}', '{{}}']],
  ['{{ 1a }}', ['{{ 1a }}']],
])('expressions in %s', (text, found) => {
  expect(expressions(text)).toEqual(found);
});
