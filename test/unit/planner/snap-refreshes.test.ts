import { expect, test } from 'vitest';
import type { SnapFacts } from '../../../src/model/facts.ts';
import type { Stage } from '../../../src/model/plan.ts';
import { snapRefreshes } from '../../../src/planner/snap-refreshes.ts';
import { describe as told } from '../../../src/problems/problem.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

const stage: Stage = { name: 'move', layer: 0, prime: [], southbound: null, writes: [] };
const soon: SnapFacts = { revision: '667', held: false, refreshIn: 7199 };

function found(microovnSnap: SnapFacts | null, stages: readonly Stage[] = [stage]) {
  const fleet = fleetOfNodes(movedNode(1, { microovnSnap }), movedNode(2));
  return snapRefreshes(fleet, stages);
}

test.each([
  ['is near', soon, true],
  ['is overdue', { ...soon, refreshIn: -5 }, true],
  ['is not known', { ...soon, refreshIn: null }, false],
  ['is near, and whether the snap is held is not known', { ...soon, held: null }, false],
  ['is not known, nor anything', { revision: null, held: null, refreshIn: null }, false],
] as const)('a refresh that %s is told', (_name, snap, isKnown) => {
  const problem = { kind: 'microovn-refresh', isKnown };
  expect(found(snap)).toEqual([{ nodes: ['micro01'], problem }]);
});

test.each([
  ['is far', { ...soon, refreshIn: 7200 }],
  ['is held for all snaps', { ...soon, refreshIn: 'held' }],
  ['is held for this snap', { ...soon, held: true }],
  ['never comes to a snap that was installed by hand', { ...soon, revision: 'x1' }],
  ['is of no snap', null],
] as const)('a refresh that %s is not', (_name, snap) => {
  expect(found(snap)).toEqual([]);
});

test('nothing is told where nothing is written', () => {
  expect(found(soon, [])).toEqual([]);
});

test('the command to hold it is said', () => {
  expect(found(soon).map(({ problem }) => told(problem))).toEqual([
    {
      summary: 'snapd may refresh MicroOVN during the run, which restarts ovn-controller',
      hint: 'hold it on these nodes before: `sudo snap refresh --hold=2h microovn` (`--unhold` ends it)',
    },
  ]);
});
