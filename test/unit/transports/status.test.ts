import { describe, expect, test } from 'vitest';
import { ok } from '../../../src/model/result.ts';
import { judgeBecome } from '../../../src/transports/become.ts';
import { endedOf } from '../../../src/transports/openssh/ended.ts';

/** What sshd, sudo and shells between us and the script say of its end, and what it was. */
const ends = [
  [0, { exit: 0, signal: null }],
  [3, { exit: 3, signal: null }],
  [127, { exit: 127, signal: null }],
  [137, { exit: null, signal: 'KILL' }],
  [142, { exit: null, signal: 'ALRM' }],
  [143, { exit: null, signal: 'TERM' }],
  [255, { exit: 255, signal: null }],
] as const;

describe.each(ends)('the exit code %j of who tells', (code, end) => {
  const said = { exit: code, signal: null, stdout: 'a', stderr: '' };

  test('through sudo', () => {
    expect(judgeBecome(said, { method: 'sudo', password: null })).toEqual(ok({ ...said, ...end }));
  });

  test('through the ssh program', () => {
    const told = { ...said, exit: 0, stderr: `mark:${code}\n` };
    expect(endedOf(told, 'mark:')).toEqual({ ...said, ...end });
  });
});

test('a signal stays what it is, through sudo', () => {
  const said = { exit: null, signal: 'TERM', stdout: '', stderr: '' };
  expect(judgeBecome(said, { method: 'sudo', password: null })).toEqual(ok(said));
});
