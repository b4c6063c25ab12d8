import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTimers } from '../../../src/remote/facts/timers.ts';
import { parseArmed, parseDone } from '../../../src/remote/timer/parse.ts';
import { hostileText } from '../../support/hostile-texts.ts';

function printed(stdout: string, stderr = '', exit = 0) {
  return { exit, stdout, stderr };
}

const unparseable = { ok: false, error: { kind: 'unparseable' } };

describe('the answer to arming', () => {
  test.each([
    ['armed\n', { ok: true, value: { tookOver: null } }],
    ['armed r-2\n', { ok: true, value: { tookOver: 'r-2' } }],
    ['fired\n', { ok: false, error: { kind: 'timer-fired', run: 'r1' } }],
    [
      'locked r2 17 ada@host, pid 1\n',
      {
        ok: false,
        error: { kind: 'node-locked', run: 'r2', owner: 'ada@host, pid 1', secondsLeft: 17 },
      },
    ],
  ])('%j', (text, result) => {
    expect(parseArmed('r1', printed(text))).toEqual(result);
  });

  test.each([
    ['oh\nno such file\n', 'no such file'],
    ['', 'exit code 2'],
  ])('is a reason where nothing was armed: %j', (stderr, reason) => {
    const error = { kind: 'timer-not-armed', reason };
    expect(parseArmed('r1', printed('', stderr, 2))).toEqual({ ok: false, error });
  });

  test.each([
    ['armed'],
    ['armed\narmed\n'],
    ['armed ../..\n'],
    ['xarmed\n'],
    ['locked r2 x ada\n'],
    ['locked r2 9999999999 ada\n'],
    ['locked r2 9 ada\u001b[2J\n'],
    [`locked r2 9 ${'a'.repeat(201)}\n`],
    ['gone\n'],
    ['x'.repeat(20_000)],
  ])('is unparseable otherwise: %j', (text) => {
    expect(parseArmed('r1', printed(text))).toMatchObject(unparseable);
  });
});

describe.each(['extended', 'disarmed'] as const)('what says %s', (done) => {
  test.each([
    [`${done}\n`, { ok: true, value: null }],
    ['gone\n', { ok: false, error: { kind: 'timer-gone', run: 'r1' } }],
    ['fired\n', { ok: false, error: { kind: 'timer-fired', run: 'r1' } }],
    ['', unparseable],
    ['armed\n', unparseable],
    [`${done}\n${done}\n`, unparseable],
  ])('%j', (text, result) => {
    expect(parseDone(done, 'r1', printed(text, 'rm: no\n'))).toMatchObject(result);
  });
});

describe('a timer that is found', () => {
  test.each([
    ['', []],
    [
      'r1 0 dead ada@host, pid 1\n',
      [{ run: 'r1', owner: 'ada@host, pid 1', secondsLeft: 0, alive: false }],
    ],
    ['20261122-1 12 alive \n', [{ run: '20261122-1', owner: '', secondsLeft: 12, alive: true }]],
  ])('%j', (printed, timers) => {
    expect(parseTimers(printed)).toEqual({ ok: true, value: timers });
  });

  test.each([
    'r1 0 dead a\nr2 0 dead a\n',
    'r1 -1 dead a\n',
    'r1 1 well a\n',
    '\n',
    'r1 1 dead \u0007\n',
  ])('is unparseable otherwise: %j', (printed) => {
    expect(parseTimers(printed)).toMatchObject(unparseable);
  });
});

test('nothing that a node prints makes a parser throw, or gets control characters through', () => {
  const lie = fc.tuple(fc.constantFrom('', 'armed ', 'locked r 1 ', 'r 1 dead '), hostileText());
  fc.assert(
    fc.property(lie, hostileText(), ([word, text], raw) => {
      const parsed = [
        parseArmed('r1', printed(`${word}${text}\n`)),
        parseTimers(`${word}${text}\n`),
      ];
      for (const each of parsed) {
        const { run = '', owner = '' } = Object(each.ok ? [each.value].flat()[0] : each.error);
        expect(`${run}${owner}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }
      expect(parseDone('disarmed', 'r1', printed(raw, raw)).ok).toBe(false);
    }),
  );
});
