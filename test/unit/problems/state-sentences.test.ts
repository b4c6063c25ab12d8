import { expect, test } from 'vitest';
import { describe, type Problem } from '../../../src/problems/problem.ts';

const file = '/s/x';
const by = {
  run: '20261122T081500Z-7f3a',
  inventory: '/etc/inventory.yaml',
  user: 'root',
  host: 'ops1',
  pid: 4711,
  started: null,
  at: '2026-11-22T08:15:00Z',
  expires: '2026-11-23T08:15:00Z',
};

const table: readonly (readonly [Problem, string, string])[] = [
  [
    { kind: 'journal-unwritable', file, reason: 'the disk is full' },
    'the disk is full',
    'make room',
  ],
  [{ kind: 'journal-damaged', file, line: 3, reason: 'this is no JSON' }, '/s/x:3', 'plan'],
  [{ kind: 'locked', file, by, here: true }, 'root@ops1, pid 4711, since', '--lock-timeout'],
  [
    { kind: 'locked', file, by, here: false },
    by.run,
    `remove ${file} (the lock expires at ${by.expires})`,
  ],
  [{ kind: 'lock-unusable', file, reason: 'permission denied' }, 'permission denied', 'remove it'],
  [{ kind: 'plan-file', file, reason: 'it is cut short' }, 'it is cut short', '--out FILE'],
  [{ kind: 'plan-unsaved', file, reason: 'the disk is full' }, 'was not saved', 'another file'],
];

test.each(table)('%j says what is wrong, and what to do', (problem, summary, hint) => {
  const said = describe(problem);
  expect(said.summary).toContain(summary);
  expect(said.summary).toContain(problem.kind === 'locked' ? by.inventory : file);
  expect(said.hint).toContain(hint);
});
