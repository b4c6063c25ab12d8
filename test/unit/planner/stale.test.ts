import { expect, test } from 'vitest';
import { staleness } from '../../../src/planner/stale.ts';
import { management, node, planFor, underlay } from '../../support/stages.ts';

const two = [node(1, management(1), null), node(2, management(2), null)];
const changes = (...nodes: readonly string[]) => [
  { nodes, problem: { kind: 'plan-stale', what: 'changes' } },
];

test('a saved plan holds while it is what the fleet calls for', () => {
  expect(staleness(planFor(two), planFor(two))).toEqual([]);
});

test('it is stale for each node whose changes are others, or which is new, or gone', () => {
  const [one, other] = [
    planFor(two.slice(0, 1)),
    planFor([...two.slice(0, 1), node(2, null, null)]),
  ];
  expect(staleness(planFor(two), other)).toEqual(changes('micro02'));
  expect(staleness(planFor(two), one)).toEqual(changes('micro02'));
  expect(staleness(one, planFor(two))).toEqual(changes('micro02'));
  const elsewhere = planFor([node(1, management(9), null)]);
  expect(staleness(elsewhere, one)).toEqual(changes('micro01'));
});

test('a node with nothing to write is no news', () => {
  const settled = planFor([node(2, underlay(2), null)]);
  expect(staleness(planFor([]), settled)).toEqual([]);
});

test('it is stale where the same changes would be written in another way', () => {
  const saved = planFor(two);
  expect(staleness({ ...saved, stages: saved.stages.slice(1) }, saved)).toEqual([
    { nodes: [], problem: { kind: 'plan-stale', what: 'stages' } },
  ]);
});
