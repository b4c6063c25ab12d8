import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMicroovn } from '../../../src/remote/facts/microovn.ts';
import { coreAnswer, customEncapsulation, internalExtensions } from '../../support/microovn.ts';

function parse(stdout: string, exit = 0) {
  return parseMicroovn({ exit, stdout, stderr: '' });
}

function unread(reason: string) {
  return { version: null, extensions: null, unread: reason };
}

const all = [...internalExtensions, customEncapsulation];

describe('what MicroOVN says of itself', () => {
  test('is nothing where its snap is not there', () => {
    expect(parse('', 1)).toBeNull();
  });

  test.each([
    ['a list', all, all],
    ['one alone, which is a bare text', customEncapsulation, [customEncapsulation]],
    ['none', [], []],
    ['null', null, []],
    ['nothing at all', undefined, []],
  ])('names its extensions: %s', (_name, extensions, expected) => {
    const text = `${coreAnswer(extensions)}\n`;
    expect(parse(text)).toEqual({ version: '24.03', extensions: expected, unread: null });
  });

  test.each(['no-socket', 'permission-denied', 'no-client'])('is %s', (word) => {
    expect(parse(`${word}\n`)).toEqual(unread(word));
  });

  test('is no answer where nothing came', () => {
    expect(parse('')).toEqual(unread('no-answer'));
  });

  test.each([
    ['garbage', '<html>'],
    ['an answer that is cut short', coreAnswer(all).slice(0, -1)],
    ['an error', '{"type":"error","error":"not found","metadata":null}'],
    ['no version', coreAnswer(all).replace('"version"', '"v"')],
    ['an empty version', coreAnswer(all, '')],
    ['a version that never ends', coreAnswer(all, '1'.repeat(101))],
    ['a number among the extensions', coreAnswer([1])],
    ['a map of extensions', coreAnswer({})],
    ['more extensions than anybody has', coreAnswer(Array.from({ length: 1001 }, () => 'a'))],
    ['an extension that never ends', coreAnswer('a'.repeat(201))],
  ])('makes no sense: %s', (_name, text) => {
    expect(parse(text)).toEqual(unread('unreadable'));
  });

  test('never makes the parser throw', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      fc.json().map((json) => coreAnswer(JSON.parse(json))),
    );
    fc.assert(
      fc.property(text, fc.nat(1), (stdout, exit) => {
        expect(parse(stdout, exit) === null).toBe(exit === 1);
      }),
    );
  });
});
