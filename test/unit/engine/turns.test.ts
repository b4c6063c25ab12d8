import { expect, test } from 'vitest';
import { turnMs } from '../../../src/engine/turns.ts';
import type { StageName } from '../../../src/model/plan.ts';

const stage = (name: StageName, nodes: number) => ({
  name,
  writes: Array.from({ length: nodes }, (_, at) => ({ node: `n${at}`, changes: [], holds: [] })),
});

test.each([
  [120, 5, 200],
  [120, 50, 200],
  [120, 100, 100],
  [12, 10, 100],
])('with %i s to confirm, %i nodes move %i ms apart', (seconds, nodes, ms) => {
  expect(turnMs(stage('move', nodes), seconds)).toBeCloseTo(ms);
});

test.each([
  ['move', 4],
  ['list', 50],
  ['prefer', 50],
] as const)('%s, %i nodes: all at once', (name, nodes) => {
  expect(turnMs(stage(name, nodes), 120)).toBe(0);
});
