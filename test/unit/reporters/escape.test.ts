import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeControl, documentText } from '../../../src/reporters/escape.ts';

test.each([
  ['\u001b[2J', '\\x1b[2J'],
  ['a\r\nb', 'a\\x0d\\x0ab'],
  ['\u009b31m', '\\x9b31m'],
  ['\u202ecba', '\\u202ecba'],
  ['plain ümlaut →', 'plain ümlaut →'],
])('%j is shown as %s', (text, shown) => {
  expect(escapeControl(text)).toBe(shown);
});

test('no control character is left, and JSON reads back the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeControl(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      const json = documentText({ text });
      expect(json).not.toMatch(/[\u007f-\u009f\u2028]/);
      expect(JSON.parse(json)).toEqual({ text });
    }),
  );
});
