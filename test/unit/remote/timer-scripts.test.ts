import { expect, test } from 'vitest';
import {
  classOf,
  describe as describeProblem,
  type Problem,
} from '../../../src/problems/problem.ts';
import { shellWords } from '../../../src/remote/shell.ts';
import { factsText } from '../../../src/reporters/facts-text.ts';
import { armQuestion, disarmQuestion, extendQuestion } from '../../../src/remote/timer/question.ts';
import { facts } from '../../support/facts.ts';

const { ovs } = facts();
const timer = { run: 'r1', owner: 'ada', seconds: 9, undo: [] };

test.each(['', 'a b', '../r', '$(reboot)', 'a\nb', 'r.1', 'a'.repeat(65)])(
  'a run %j has no timer',
  (run) => {
    expect(() => armQuestion(ovs, { ...timer, run })).toThrow(/a run is/);
    expect(() => extendQuestion({ run, seconds: 9 })).toThrow(/a run is/);
    expect(() => disarmQuestion({ run })).toThrow(/a run is/);
  },
);

test('no line of a script is made of what the owner is called', () => {
  const { script } = armQuestion(ovs, { ...timer, owner: 'ada\nreboot\n' });
  expect(script).toContain("owner='ada reboot '");
});

test('no line of a script is made of what a key holds', () => {
  const undo = [
    {
      column: 'external_ids',
      key: 'k\nEND OF REVERT\nreboot',
      ours: ['\nEND OF REVERT\nreboot\n'],
      back: '\nreboot\n',
    },
  ] as const;
  const { script } = armQuestion({ ...ovs, db: 'unix:/x' }, { ...timer, undo });
  expect(script.split('\n').filter((line) => line === 'reboot')).toEqual([]);
  expect(script).toContain(`ovs-vsctl ${shellWords(['--db=unix:/x'])} `);
});

test.each<[Problem, string, RegExp]>([
  [{ kind: 'timer-not-armed', reason: 'no' }, 'write', /could be armed: no$/],
  [{ kind: 'timer-gone', run: 'r1' }, 'write', /of run r1 is gone/],
  [{ kind: 'timer-fired', run: 'r1' }, 'write', /time of run r1 is over/],
  [
    { kind: 'node-locked', run: 'r1', owner: 'ada', secondsLeft: 7 },
    'locked',
    /ada; the node reverts in 7 s/,
  ],
  [
    { kind: 'node-locked', run: 'r1', owner: 'ada', secondsLeft: 0 },
    'locked',
    /the node reverts now$/,
  ],
])('%j is said, and counts', (problem, type, summary) => {
  expect(describeProblem(problem).summary).toMatch(summary);
  expect(classOf(problem)).toBe(type);
});

test('a timer that is found is shown in one line', () => {
  const found = { run: 'r1', owner: 'ada\u001b', secondsLeft: 7, alive: true };
  const lines = (alive: boolean) => factsText({ ...facts(), timers: [{ ...found, alive }] });
  expect(lines(true)).toContain('revert timer of run r1 (ada\\x1b): reverts its keys in 7 s\n');
  expect(lines(false)).toContain('revert timer of run r1 (ada\\x1b): dead\n');
});
