import { describe, expect, test } from 'vitest';
import type { Check } from '../../../src/checks/check.ts';
import { flowBasedTunnels } from '../../../src/checks/flow-based-tunnels.ts';
import { foreignChassis } from '../../../src/checks/foreign-chassis.ts';
import { mixedFamilies } from '../../../src/checks/mixed-families.ts';
import { plainAddress } from '../../../src/checks/plain-address.ts';
import { secondaryAddress } from '../../../src/checks/secondary-address.ts';
import { sharedSystemId } from '../../../src/checks/shared-system-id.ts';
import { systemId } from '../../../src/checks/system-id.ts';
import { uniqueEndpoint } from '../../../src/checks/unique-endpoint.ts';
import { warnings } from '../../../src/checks/warnings.ts';
import type { NodePlan, NodeState } from '../../../src/model/plan.ts';
import type { Finding } from '../../../src/problems/problem.ts';
import { nic } from '../../support/facts.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

/** What one rule says of these nodes, where these keys of them would be written. */
function said(
  rule: Check,
  nodes: readonly NodeState[],
  ...drafts: readonly NodePlan[]
): readonly Finding[] {
  return rule(fleetOfNodes(...nodes), drafts);
}

/** Node n would get these values. */
function draft(n: number, values: Readonly<Record<string, string | null>>): NodePlan {
  const changes = Object.entries(values).map(
    ([key, after]) =>
      ({ table: 'Open_vSwitch', column: 'external_ids', key, before: null, after }) as const,
  );
  return { name: `micro0${n}`, changes, problems: [] };
}

const at = (n: number, ip: string): NodeState => movedNode(n, {}, { 'ovn-encap-ip': ip });

test.each([
  ['198.19.0.11', true],
  ['198.19.0.11,2001:db8::11', true],
  [null, true],
  ['198.19.0.11/24', false],
  ['', false],
  ['micro01', false],
  ['198.19.0.11,micro01', false],
])('as an endpoint, %j is a plain address: %s', (value, isPlain) => {
  const problem = { kind: 'not-an-address', key: 'ovn-encap-ip', value };
  const found = said(plainAddress, [], draft(1, { 'ovn-encap-ip': value, 'ovn-remote': 'x' }));
  expect(found).toEqual(isPlain ? [] : [{ nodes: ['micro01'], problem }]);
});

test('one address is the endpoint of one node only, whoever holds it or would get it', () => {
  const address = '198.19.0.12';
  const nodes = [movedNode(1), movedNode(2), movedNode(3)];
  expect(said(uniqueEndpoint, nodes)).toEqual([]);
  const twice = ['micro01', 'micro02'];
  expect(
    said(uniqueEndpoint, nodes, draft(1, { 'ovn-encap-ip': `198.19.0.9,${address}` })),
  ).toEqual([{ nodes: twice, problem: { kind: 'duplicate-endpoint', address, nodes: twice } }]);
  expect(
    said(uniqueEndpoint, nodes, draft(2, { 'ovn-encap-ip': `${address},${address}` })),
  ).toEqual([]);
});

describe('flow-based tunnels', () => {
  const user = movedNode(1, { tunnels: [tunnel(1, 2, { remoteIp: 'flow' })] });
  const bare = movedNode(2);
  Reflect.deleteProperty(bare.facts.ovs.columns.external_ids, 'ovn-encap-ip');

  test('keep endpoints from moving, and all who use them are named', () => {
    const problem = { kind: 'flow-based-tunnels', users: ['micro01'] };
    const moves = draft(2, { 'ovn-encap-ip': '198.19.0.99' });
    expect(said(flowBasedTunnels, [user, movedNode(2)], moves)).toEqual([
      { nodes: ['micro02'], problem },
    ]);
    expect(said(flowBasedTunnels, [movedNode(1), movedNode(2)], moves)).toEqual([]);
  });

  test('keep nobody from a first endpoint', () => {
    const first = draft(2, { 'ovn-encap-ip': '198.19.0.12' });
    expect(said(flowBasedTunnels, [user, bare], first)).toEqual([]);
  });
});

test('a tunnel without a chassis, or without an address, tells of no foreign chassis', () => {
  const tunnels = [
    tunnel(2, 9, { chassis: null, remoteIp: '198.19.0.11' }),
    tunnel(2, 9, { chassis: 'old-node', remoteIp: null }),
  ];
  expect(said(foreignChassis, [movedNode(1), movedNode(2, { tunnels })])).toEqual([]);
});

test('of two families each must be there to be mixed; a text that is none counts for neither', () => {
  expect(said(mixedFamilies, [at(1, '198.19.0.11'), at(2, 'micro02')])).toEqual([]);
  expect(said(mixedFamilies, [at(1, '2001:db8::11'), at(2, '2001:db8::12')])).toEqual([]);
  expect(said(mixedFamilies, [at(1, '2001:db8::11'), at(2, '198.19.0.12')])).toEqual([
    {
      nodes: ['micro02', 'micro01'],
      problem: { kind: 'mixed-families', v4: ['micro02'], v6: ['micro01'] },
    },
  ]);
});

describe('a secondary address', () => {
  const eth1 = nic('eth1', ['198.19.0.1/24', '198.19.0.11/24']);
  const second = eth1.addresses.map((each, at) => ({ ...each, secondary: at > 0 }));
  const nics = [nic('eth0', ['198.18.0.11/24']), { ...eth1, addresses: second }];
  const old = { nics, ovnVersion: '21.12.0' };
  const problem = { kind: 'secondary-address', address: '198.19.0.11', version: '21.12.0' };

  test.each([
    ['is refused', movedNode(1, old), [{ nodes: ['micro01'], problem }]],
    ['is a matter of OVN only', movedNode(1, { ...old, ovnVersion: null }), []],
    ['is not every one', movedNode(1, { ovnVersion: '21.12.0' }), []],
    [
      'is a matter of an underlay that is found',
      movedNode(1, { ...old, nics: [nic('eth0', ['198.18.0.11/24'])] }),
      [],
    ],
  ])('%s', (_name, node, found) => {
    expect(said(secondaryAddress, [node], draft(1, {}))).toEqual(found);
  });

  test('is a matter of the nodes that are written only', () => {
    const two = movedNode(2, { ovnVersion: '21.12.0' });
    expect(said(secondaryAddress, [movedNode(1, old), two], draft(2, {}))).toEqual([]);
  });
});

test('nodes without a name do not share it', () => {
  const nameless = [movedNode(1, { systemId: null }), movedNode(2, { systemId: null })];
  expect(said(sharedSystemId, nameless)).toEqual([]);
});

describe('a declared system-id', () => {
  const declared = { systemId: 'declared' };
  const bare = { ovnRunning: false, systemId: 'own' };
  const host = movedNode(1, bare, {}, declared);
  Reflect.deleteProperty(host.facts.ovs.columns.external_ids, 'ovn-remote');
  const problem = { kind: 'system-id-mismatch', declared: 'declared', actual: 'own' };

  test.each([
    ['nobody declares', movedNode(1), draft(1, {}), []],
    [
      'the chassis has already',
      movedNode(1, { systemId: 'declared' }, {}, declared),
      draft(1, {}),
      [],
    ],
    ['the host would get', host, draft(1, { 'system-id': 'declared' }), []],
    ['it would not get', host, draft(1, {}), [{ nodes: ['micro01'], problem }]],
    [
      'another key gets',
      host,
      draft(1, { hostname: 'declared' }),
      [{ nodes: ['micro01'], problem }],
    ],
    [
      'it would not quite get',
      host,
      draft(1, { 'system-id': 'x' }),
      [{ nodes: ['micro01'], problem }],
    ],
  ])('that %s', (_name, node, written, found) => {
    expect(said(systemId, [node], written)).toEqual(found);
  });
});

describe('a warning', () => {
  const eth0 = nic('eth0', ['198.18.0.11/24']);

  test('tells of the timer that was found, with whose it is', () => {
    const timer = { run: 'r', owner: 'root@here, pid 1', secondsLeft: 7, alive: true };
    expect(said(warnings, [movedNode(1, { timers: [timer] })])).toEqual([
      { nodes: ['micro01'], problem: { kind: 'timer-found', ...timer } },
    ]);
  });

  test('of a strict filter is for a NIC with the endpoint among its addresses', () => {
    const two = { ...nic('eth0', ['198.18.0.11/24', '198.18.0.99/24']), rpFilter: 1 };
    const nics = [two, nic('eth1', ['198.19.0.11/24'])];
    const node = movedNode(1, { nics }, { 'ovn-encap-ip': '198.18.0.11' });
    expect(said(warnings, [node])).toEqual([
      { nodes: ['micro01'], problem: { kind: 'strict-rp-filter', interface: 'eth0' } },
    ]);
  });

  test.each([
    ['a node that does not say where SSH came in', movedNode(1, { managementIp: null })],
    ['a name in the database only', movedNode(1, {}, { 'system-id': 'micro01' })],
    ['a name in ovs-ctl’s file only', movedNode(1, { systemIdFile: 'x' })],
    ['one name in both', movedNode(1, { systemIdFile: 'micro01' }, { 'system-id': 'micro01' })],
    ['a host name of a node without MicroOVN', movedNode(1, { hostname: 'other' })],
    [
      'a MicroOVN that is no chassis yet',
      movedNode(
        1,
        { systemId: null, microovn: { version: '24.03', extensions: [], unread: null } },
        {},
        { underlay: false },
      ),
    ],
    [
      'a MicroOVN of a node whose underlay nobody declares',
      movedNode(
        1,
        { hostname: 'micro01', microovn: { version: '24.03', extensions: [], unread: null } },
        {},
        { underlay: null },
      ),
    ],
    [
      'a NIC without strict filter',
      movedNode(1, { nics: [eth0, nic('eth1', ['198.19.0.11/24'])] }),
    ],
  ])('is not given for %s', (_name, node) => {
    expect(said(warnings, [node])).toEqual([]);
  });
});
