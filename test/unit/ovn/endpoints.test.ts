import { describe, expect, test } from 'vitest';
import type { Change, Value } from '../../../src/model/change.ts';
import {
  endpointChange,
  endpointNics,
  endpoints,
  endpointsOf,
  isFirst,
  isStill,
} from '../../../src/ovn/endpoints.ts';
import { facts, nic } from '../../support/facts.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

const key = 'ovn-encap-ip';

function change(after: Value, differs: Partial<Change> = {}): Change {
  const before = '198.18.0.11';
  return { table: 'Open_vSwitch', column: 'external_ids', key, before, after, ...differs };
}

test.each([
  [['a', 'b'], ['b', 'a'], true],
  [['a'], ['b'], false],
  [['a'], ['a', 'b'], false],
  [['a', 'b'], ['ab'], false],
  [[], [], true],
])('%j to %j is no move: %s', (before, after, still) => {
  expect(isStill({ before, after })).toBe(still);
});

describe('the endpoints of a node', () => {
  test.each([
    [{ [key]: '198.19.0.11' }, ['198.19.0.11']],
    [{ [key]: '198.19.0.11,,2001:DB8::11' }, ['198.19.0.11', '2001:db8::11']],
    [{}, []],
  ])('%j: %j', (external_ids, ends) => {
    expect(endpointsOf(facts({ external_ids }))).toEqual(ends);
  });

  test('are on the NICs that hold them, be it among others', () => {
    const nics = [
      nic('eth0', ['198.18.0.11/24']),
      nic('eth1', ['198.19.0.1/24', '198.19.0.11/24']),
      nic('eth2', []),
    ];
    const read = facts({ nics, external_ids: { [key]: '198.19.0.11' } });
    expect(endpointNics(read).map(({ name }) => name)).toEqual(['eth1']);
  });
});

describe('of a fleet', () => {
  const [kept, gone] = ['198.19.0.11', '198.19.0.12'];
  const fleet = fleetOfNodes(movedNode(1), movedNode(2));
  const drafted = (...changes: readonly Change[]) =>
    endpoints(fleet, [{ name: 'micro02', changes, problems: [] }]);

  test.each([
    ['goes to others', '2001:DB8::12,198.20.0.12', ['2001:db8::12', '198.20.0.12']],
    ['has none', null, []],
  ])('who is written %s, all others stay', (_name, after, ends) => {
    const other = change('x', { key: 'ovn-encap-type' });
    expect(drafted(other, change(after))).toEqual([
      { node: 'micro01', before: [kept], after: [kept] },
      { node: 'micro02', before: [gone], after: ends },
    ]);
    expect(drafted(other)[1]).toEqual({ node: 'micro02', before: [gone], after: [gone] });
  });
});

test('a first endpoint has none before it, and only an endpoint is one', () => {
  const other = { key: 'ovn-encap-ip-default' };
  expect(isFirst(change('198.19.0.11', { before: null }))).toBe(true);
  expect(isFirst(change('198.19.0.11'))).toBe(false);
  expect(isFirst(change('198.19.0.11', { before: null, ...other }))).toBe(false);
  expect(endpointChange([change('x', other), change('y')])).toEqual(change('y'));
  expect(endpointChange([change('x', other)])).toBeUndefined();
});
