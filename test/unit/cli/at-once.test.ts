import { expect, test } from 'vitest';
import { codeAtOnce } from '../../../src/cli/at-once.ts';
import type { RunEvent } from '../../../src/model/event.ts';
import type { RunEnd } from '../../../src/model/journal.ts';

type Phase = Extract<RunEvent, { type: 'phase' }>['phase'];

const at = (phase: Phase): RunEvent => ({ type: 'phase', phase, nodes: [] });
const over = (end: RunEnd): RunEvent => ({ type: 'end', end });
const code = (...events: readonly RunEvent[]) => events.reduce(codeAtOnce, null);

test.each<readonly [number | null, readonly RunEvent[]]>([
  [null, []],
  [null, [at('reading'), at('probing'), at('arming')]],
  [null, [at('arming'), over('refused')]],
  [9, [at('arming'), at('writing')]],
  [9, [at('writing'), at('verifying')]],
  [9, [at('writing'), { type: 'node-done', node: 'n' }]],
  [9, [at('disarming')]],
  [9, [at('writing'), over('held'), at('rolling back')]],
  [9, [at('writing'), at('rolling back'), over('half-done')]],
  [8, [at('writing'), at('rolling back'), over('rolled-back')]],
  [3, [at('writing'), at('verifying'), over('held')]],
  [10, [at('writing'), at('disarming'), over('changed')]],
  [10, [at('disarming'), over('confirmed')]],
])('who leaves at once says %s', (expected, events) => {
  expect(code(...events)).toBe(expected);
});
