import { expect, test } from 'vitest';
import { literalOf } from '../../../src/input/ansible/ini/literal.ts';
import { wordsOf } from '../../../src/input/ansible/ini/words.ts';

test.each([
  ['1', 1],
  ['-0x1F', -31],
  ['0o17', 15],
  ['1_000', 1000],
  ['1.5e3', 1500],
  ['True', true],
  ['None', null],
  ["'it\\'s' \"two\"", "it'stwo"],
  ["r'\\n'", '\\n'],
  ["'\\x41\\u00e9\\n\\q'", 'Aé\n\\q'],
  ['[1, [2], (3,), {"a": None}]', [1, [2], [3], { a: null }]],
  ['1, 2', [1, 2]],
  ['(1)', 1],
  ['1 # one', 1],
])('Python reads %s', (text, value) => {
  expect(literalOf(text)).toEqual({ value });
});

test.each([
  'text',
  '022',
  '10.0.0.1',
  '1 2',
  "'open",
  '[1, 2',
  '{{ a }}',
  '',
  '--1',
  'true',
  '['.repeat(99),
])('to Python, %s is no literal', (text) => {
  expect(literalOf(text)).toBeUndefined();
});

test.each([
  ['a  b=c', ['a', 'b=c']],
  ['a b="c d" # e', ['a', 'b=c d']],
  ["a b='\"' c\\ d", ['a', 'b="', 'c d']],
  ['a b="\\"\\q"x', ['a', 'b="\\qx']],
  ['a#b', ['a']],
])('the words of %s', (line, words) => {
  expect(wordsOf(line)?.map(({ text }) => text)).toEqual(words);
});

test.each(['a "b', "a 'b", 'a b\\'])('%s stays open', (line) => {
  expect(wordsOf(line)).toBeNull();
});
