import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { causeOf, classOf, describe, kinds, type Problem } from '../../../src/problems/problem.ts';

const room = new URL('../../../src/problems/', import.meta.url);

test('a kind is spelt once, in one area', () => {
  const entries = readdirSync(room).flatMap((file) =>
    [...readFileSync(new URL(file, room), 'utf8').matchAll(/^ {2}'?([\w-]+)'?: kind[<(]/gm)].map(
      ([, name = '']) => name,
    ),
  );
  expect(entries.toSorted()).toEqual(Object.keys(kinds).toSorted());
});

const late = { kind: 'timed-out', phase: 'connecting to 198.18.0.1', seconds: 10 } as const;
const off = { kind: 'unreachable', address: '198.18.0.1', reason: 'connection refused' } as const;

test('whoever answered once was reached', () => {
  expect(classOf({ ...late, reached: false })).toBe('unreachable');
  expect(describe({ ...late, reached: false }).hint).toContain('-T SECONDS');
  expect(classOf({ ...late, phase: 'writing', reached: true })).toBe('node');
  expect(describe({ ...late, phase: 'writing', reached: true }).hint).toContain('by hand');
});

test.each<[alike: boolean, one: Problem, other: Problem]>([
  [true, { ...late, reached: false }, { ...late, phase: 'connecting to a', reached: false }],
  [false, { ...late, reached: false }, { ...late, reached: true }],
  [true, off, { ...off, address: '198.18.0.2' }],
  [false, off, { ...off, reason: 'no route to host' }],
  [false, { kind: 'ipsec' }, { kind: 'vswitchd-silent' }],
])('alike: %s, %j and %j', (alike, one, other) => {
  expect(causeOf(one) === causeOf(other)).toBe(alike);
});
