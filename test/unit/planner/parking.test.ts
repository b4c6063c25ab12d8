import { expect, test } from 'vitest';
import { parkingPlaces } from '../../../src/planner/cutover/order.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';
import { management, underlay } from '../../support/stages.ts';

const fleet = fleetOfNodes(movedNode(1), movedNode(2));
const at = (n: number, before: readonly string[], after: readonly string[]) => ({
  node: `micro0${n}`,
  before,
  after,
});

test.each([
  ['at its management address', [at(1, [underlay(2)], [underlay(1)])], ['micro01', 'micro02']],
  [
    'also where that is its own endpoint',
    [at(1, [management(1)], [management(1)])],
    ['micro01', 'micro02'],
  ],
  ['unless another one has that', [at(2, [management(1)], [underlay(2)])], ['micro02']],
  ['unless another one gets that', [at(2, [underlay(2)], [management(1)])], ['micro02']],
])('a node can wait %s', (_name, ends, waiting) => {
  expect([...parkingPlaces(fleet, ends).keys()]).toEqual(waiting);
});

test('a node without one cannot wait', () => {
  const here = movedNode(3, { managementIp: null });
  expect([...parkingPlaces(fleetOfNodes(movedNode(1), here), [])]).toEqual([
    ['micro01', management(1)],
  ]);
});
