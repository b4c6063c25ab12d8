import { describe, expect, test } from 'vitest';
import { handedOn, order } from '../../../src/planner/cutover/order.ts';

/** `a: 1 > 2`: node a leaves address 1 for 2; `1,2` are several, nothing is none. */
function moves(...told: readonly string[]) {
  return told.map((text) => {
    const [node = '', before = '', after = ''] = text.split(/: ?| ?> ?/);
    return { node, before: listOf(before), after: listOf(after) };
  });
}

function listOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(',');
}

/** A place to wait for each node that is named: `a` waits at `A`. */
function places(names = ''): ReadonlyMap<string, string> {
  return new Map(names.split('').map((name) => [name, name.toUpperCase()]));
}

interface Expected {
  readonly layers: readonly (readonly string[])[];
  /** A letter each. */
  readonly parked?: string;
  readonly late?: string;
}

describe('the order in which endpoints move', () => {
  test.each<[name: string, moves: string[], waiting: string, expected: Expected]>([
    ['all at once where nobody waits', ['a: 1 > 2', 'b: 3 > 4'], '', { layers: [['a', 'b']] }],
    [
      'who frees before who takes',
      ['a: 1 > 2', 'b: 2 > 3', 'c: 3 > 4'],
      'abc',
      { layers: [['c'], ['b'], ['a']], late: 'ba' },
    ],
    [
      'a first endpoint waits, too',
      ['a: > 2', 'b: 2 > 3'],
      'ab',
      { layers: [['b'], ['a']], late: 'a' },
    ],
    ['what a node keeps is its own', ['a: 1,2 > 2,3', 'b: 4 > 5'], 'a', { layers: [['a', 'b']] }],
    [
      'a swap by way of two places',
      ['a: 1 > 2', 'b: 2 > 1'],
      'ab',
      { layers: [['a', 'b']], parked: 'ab', late: 'ab' },
    ],
    [
      'one place is enough',
      ['a: 1 > 2', 'b: 2 > 1'],
      'b',
      { layers: [['a'], ['b']], parked: 'b', late: 'b' },
    ],
    [
      'who waits for a cycle is no part of it',
      ['d: 9 > 1', 'a: 1 > 2', 'b: 2 > 3', 'c: 3 > 1'],
      'abcd',
      { layers: [['d', 'a', 'b', 'c']], parked: 'abc', late: 'abc' },
    ],
    [
      'nor is whom a cycle waits for',
      ['a: 1 > 2,7', 'b: 2 > 1', 'c: 7 > 8'],
      'abc',
      { layers: [['b', 'c'], ['a']], parked: 'ab', late: 'ab' },
    ],
    [
      'ways that meet again are no cycle',
      ['a: 1 > 2,3', 'b: 2 > 4', 'c: 3 > 4', 'd: 4 > 5'],
      'abcd',
      { layers: [['d'], ['b', 'c'], ['a']], late: 'bca' },
    ],
  ])('%s', (_name, given, waiting, { layers, parked = '', late = '' }) => {
    const found = order(moves(...given), places(waiting));
    expect(found).toMatchObject({ layers, parked: parked.split(''), stuck: [] });
    expect(handedOn(found)).toEqual(late.split(''));
  });

  test('who is parked has left its address', () => {
    const { moves: parked } = order(moves('a: 1 > 2', 'b: 2 > 1'), places('b'));
    expect(parked).toEqual(moves('a: 1 > 2', 'b: B > 1'));
  });

  test('is none for a cycle without a place: each is named with whom it waits for', () => {
    const found = order(moves('a: 1 > 2', 'b: 2 > 1,5', 'c: 3 > 1', 'd: 6 > 7'), places('cd'));
    expect(found.layers).toEqual([['d']]);
    expect(found.stuck).toEqual([
      { taker: 'a', holder: 'b', address: '2' },
      { taker: 'b', holder: 'a', address: '1' },
      { taker: 'c', holder: 'a', address: '1' },
    ]);
    expect(handedOn(found)).toEqual(['a', 'b', 'c']);
  });

  test('names nobody for the address that it keeps', () => {
    const { stuck } = order(moves('a: 1,8 > 2,8', 'b: 2 > 1'), places());
    expect(stuck.map(({ address }) => address)).toEqual(['2', '1']);
  });
});
