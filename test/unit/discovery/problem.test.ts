import { expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import { describe, type Problem } from '../../../src/problems/problem.ts';

test('who cannot look for hosts is told why, and how to do without; exit 1', () => {
  const problem: Problem = { kind: 'discovery-failed', reason: 'no route for multicast' };
  expect(describe(problem)).toEqual({
    summary: 'this machine cannot look for hosts by mDNS: no route for multicast',
    hint: 'name the nodes: `mcreconcile init --hosts micro01,micro02,micro03`',
  });
  const problems = [{ nodes: [], problem }];
  expect(exitCode({ nodes: [], problems })).toBe(1);
});
