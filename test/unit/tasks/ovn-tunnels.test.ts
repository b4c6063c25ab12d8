import { describe, expect, test } from 'vitest';
import type { OvsFacts, Tunnel } from '../../../src/model/facts.ts';
import { ovnTunnels } from '../../../src/tasks/ovn-tunnels.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

/** What is found in a fleet of two, of which the first has these tunnels. */
function found(tunnels: readonly Tunnel[], back: Partial<Tunnel> = {}, ids = {}) {
  const one = movedNode(1, { tunnels }, ids);
  const two = movedNode(2, { tunnels: [tunnel(2, 1, back)] });
  return (ovnTunnels.settled?.({}, fleetOfNodes(one, two)) ?? []).map(({ nodes, problem }) => [
    ...nodes,
    problem.kind,
  ]);
}

describe('the tunnels of two nodes', () => {
  const cases: readonly (readonly [string, readonly Tunnel[], readonly string[][]])[] = [
    ['stand and are proven', [tunnel(1, 2)], []],
    ['one is missing', [], [['micro01', 'tunnel-missing']]],
    [
      'one leads to the old address',
      [tunnel(1, 2, { remoteIp: '198.18.0.12' })],
      [['micro01', 'tunnel-missing']],
    ],
    ['one is not made yet', [tunnel(1, 2, { ofport: null })], [['micro01', 'tunnel-missing']]],
    [
      'one cannot be made',
      [tunnel(1, 2, { ofport: -1, error: "bad geneve 'remote_ip'" })],
      [['micro01', 'tunnel-broken']],
    ],
    [
      'an old one is left',
      [tunnel(1, 2), tunnel(1, 2, { port: 'old', remoteIp: '198.18.0.12' })],
      [['micro01', 'tunnel-stale']],
    ],
    [
      'one has another source',
      [tunnel(1, 2, { localIp: '198.18.0.11' })],
      [['micro01', 'tunnel-source']],
    ],
    [
      'one has no source of its own',
      [tunnel(1, 2, { localIp: null })],
      [['micro01', 'tunnel-source']],
    ],
    [
      'one leaves by another NIC',
      [tunnel(1, 2, { egress: 'eth0' })],
      [['micro01', 'tunnel-egress']],
    ],
    ['OVS has not looked its NIC up', [tunnel(1, 2, { egress: null })], []],
  ];

  test.each(cases)('%s', (_name, tunnels, problems) => {
    expect(found(tunnels)).toEqual(problems);
  });

  test('what one sends and the other never receives is a fault, idleness is a note', () => {
    expect(found([tunnel(1, 2, { sent: 50 })], { received: 0 })).toEqual([
      ['micro01', 'tunnel-one-way'],
    ]);
    expect(found([tunnel(1, 2, { sent: 0 })], { received: 0 })).toEqual([
      ['micro01', 'tunnel-unproven'],
    ]);
  });

  test('transport zones that do not meet need none', () => {
    expect(found([], {}, { 'ovn-transport-zones': 'a' })).toEqual([]);
  });

  describe('with a list of endpoints', () => {
    const both = { 'ovn-encap-ip': '198.18.0.12,198.19.0.12' };
    const [old, now] = ['198.18.0.12', '198.19.0.12'];
    const there = (remoteIp: string) => tunnel(1, 2, { remoteIp, egress: 'eth1' });
    const back = (localIp: string) => tunnel(2, 1, { localIp, egress: 'eth1' });
    const kinds = (one: readonly Tunnel[], two: readonly Tunnel[]) => {
      const fleet = fleetOfNodes(
        movedNode(1, { tunnels: one }),
        movedNode(2, { tunnels: two }, both),
      );
      return (ovnTunnels.settled?.({}, fleet) ?? []).map(({ problem }) => problem.kind);
    };

    test('a tunnel leads to each of them, and from each of them', () => {
      expect(kinds([there(old), there(now)], [back(old), back(now)])).toEqual([]);
    });

    test('one that is not reached is missing', () => {
      expect(kinds([there(old)], [back(old), back(now)])).toEqual(['tunnel-missing']);
      expect(kinds([there(old), there(now)], [back(now)])).toEqual(['tunnel-missing']);
    });

    test('packets that come by either prove the pair', () => {
      const idle = { ...there(now), received: 0, sent: 0 };
      expect(kinds([there(old), idle], [back(old), back(now)])).toEqual([]);
    });
  });

  test('where OVN was not asked to, the kernel chooses the source', () => {
    const tunnels = [tunnel(1, 2, { localIp: null })];
    const old = movedNode(1, { tunnels, ovnVersion: '23.03.1' });
    const two = movedNode(2, { tunnels: [tunnel(2, 1)] });
    expect(ovnTunnels.settled?.({}, fleetOfNodes(old, two))).toEqual([]);
  });
});

describe('where tunnels cannot be judged, it says so and judges the others', () => {
  test.each([
    ['no ovn-controller', movedNode(1, { ovnRunning: false })],
    ['no ovn-remote', movedNode(1, { ovs: withoutRemote() })],
    [
      'flow-based tunnels',
      movedNode(1, { tunnels: [tunnel(1, 2, { chassis: 'flow', remoteIp: 'flow' })] }),
    ],
  ])('%s', (_name, node) => {
    const findings = ovnTunnels.settled?.({}, fleetOfNodes(node, movedNode(2), movedNode(3))) ?? [];
    const kinds = findings.map(({ nodes, problem }) => `${nodes.join()} ${problem.kind}`);
    expect(kinds).toEqual([
      'micro01 tunnels-not-applicable',
      'micro02 tunnel-missing',
      'micro03 tunnel-missing',
    ]);
  });
});

function withoutRemote(): OvsFacts {
  const { ovs } = movedNode(1).facts;
  const { 'ovn-remote': _gone, ...external_ids } = ovs.columns.external_ids;
  return { ...ovs, columns: { ...ovs.columns, external_ids } };
}

test('one finding a node and kind names every peer', () => {
  const nodes = [1, 2, 3, 4].map((n) => movedNode(n));
  const findings = ovnTunnels.settled?.({}, fleetOfNodes(...nodes)) ?? [];
  expect(findings).toHaveLength(4);
  expect(findings[0]).toEqual({
    nodes: ['micro01'],
    problem: { kind: 'tunnel-missing', peers: ['micro02', 'micro03', 'micro04'] },
  });
});
