import { expect, test } from 'vitest';
import { turnMs } from '../../../src/engine/turns.ts';

test.each([
  [120, 3, 200],
  [120, 50, 200],
  [120, 100, 100],
  [12, 10, 100],
])('with %i s to confirm, %i nodes write %i ms apart', (seconds, nodes, ms) => {
  expect(turnMs(seconds, nodes)).toBeCloseTo(ms);
});
