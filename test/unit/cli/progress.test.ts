import { expect, test } from 'vitest';
import { progressText, strategyText } from '../../../src/cli/progress.ts';

test('progress counts, and names the stragglers', () => {
  const text = progressText();
  const nodes = Array.from({ length: 8 }, (_, at) => `micro0${at + 1}`);
  expect(text({ type: 'phase', phase: 'reading', nodes })).toBe('reading 0/8');
  expect(text({ type: 'node-done', node: 'micro01' })).toBe('reading 1/8');
  for (const node of ['micro02', 'micro04', 'micro05', 'micro06'])
    text({ type: 'node-done', node });
  expect(text({ type: 'node-done', node: 'micro08' })).toBe(
    'reading 6/8, waiting for micro[03,07]',
  );
  for (const node of ['micro03', 'micro07']) text({ type: 'node-done', node });
  expect(text({ type: 'phase', phase: 'writing', nodes: ['micro01'] })).toBe('writing 0/1');
});

test('what is about to be written is said in one line', () => {
  const moving = { type: 'strategy', endpoints: 3, nodes: 3, stages: 3, seconds: 120 } as const;
  expect(strategyText({ ...moving, strategy: 'in-place' })).toBe(
    'moving 3 endpoints in place in 3 stages; a node without contact reverts after 120 s',
  );
  expect(strategyText({ ...moving, strategy: 'write', nodes: 1, stages: 1 })).toBe(
    'writing 1 node in 1 stage; a node without contact reverts after 120 s',
  );
});
