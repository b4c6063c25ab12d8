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
    ['one leads to a third chassis', [tunnel(1, 2), tunnel(1, 3)], []],
    [
      'one has an error, and a number all the same',
      [tunnel(1, 2, { error: 'File exists' })],
      [['micro01', 'tunnel-broken']],
    ],
    ['another one to it is not made yet', [tunnel(1, 2), tunnel(1, 2, { ofport: null })], []],
    [
      'another one leads nowhere',
      [tunnel(1, 2), tunnel(1, 2, { remoteIp: null })],
      [['micro01', 'tunnel-stale']],
    ],
  ];

  test.each(cases)('%s', (_name, tunnels, problems) => {
    expect(found(tunnels)).toEqual(problems);
  });

  test('that OVS cannot make are told with its reason, and whether another is in the way', () => {
    const reasonOf = (differs: Partial<Tunnel>) => {
      const one = movedNode(1, { tunnels: [tunnel(1, 2, differs)] });
      return ovnTunnels.settled?.({}, fleetOfNodes(one, movedNode(2)))?.[0]?.problem;
    };
    const broken = { kind: 'tunnel-broken', peers: ['micro02'] };
    const [known, unknown] = ['File exists', 'OVS could not make the port'];
    const made = { ofport: -1, error: known };
    expect(reasonOf(made)).toEqual({ ...broken, reason: known, stuck: true });
    expect(reasonOf({ ofport: -1 })).toEqual({ ...broken, reason: unknown, stuck: false });
  });

  test.each([
    [50, 'one-way'],
    [5, 'one-way'],
    [4, 'unproven'],
    [0, 'unproven'],
  ])('of %i packets sent none was received: %s', (sent, verdict) => {
    const one = movedNode(1, { tunnels: [tunnel(1, 2, { sent })] });
    const others = [tunnel(2, 3), tunnel(2, 1, { received: 0 })];
    const two = movedNode(2, { tunnels: others });
    expect(ovnTunnels.settled?.({}, fleetOfNodes(one, two))).toEqual([
      { nodes: ['micro01'], problem: { kind: `tunnel-${verdict}`, peers: ['micro02'] } },
    ]);
  });

  test.each([
    ['a', null, false],
    [null, 'a', false],
    ['a', 'b', false],
    ['a,b', 'b,c', true],
    ['b', 'a,b', true],
    [null, null, true],
  ])('in the transport zones %j and %j are needed: %s', (one, two, needed) => {
    const zoned = (n: number, zones: string | null) =>
      movedNode(n, {}, zones === null ? {} : { 'ovn-transport-zones': zones });
    const missing = ovnTunnels.settled?.({}, fleetOfNodes(zoned(1, one), zoned(2, two)));
    expect(missing).toHaveLength(needed ? 2 : 0);
  });

  test('are not judged by packets where none leads back: that one is missing', () => {
    const one = movedNode(1, { tunnels: [tunnel(1, 2, { sent: 50 })] });
    expect(ovnTunnels.settled?.({}, fleetOfNodes(one, movedNode(2)))).toEqual([
      { nodes: ['micro02'], problem: { kind: 'tunnel-missing', peers: ['micro01'] } },
    ]);
  });

  test('may leave by any NIC where none is known to hold the endpoint', () => {
    const one = movedNode(1, { tunnels: [tunnel(1, 2)], nics: [] });
    const two = movedNode(2, { tunnels: [tunnel(2, 1)] });
    expect(ovnTunnels.settled?.({}, fleetOfNodes(one, two))).toEqual([]);
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
      const silent = [back(old), back(now)].map((each) => ({ ...each, received: 0 }));
      expect(kinds([there(old), idle], silent)).toEqual(['tunnel-one-way']);
    });

    test('an OVN that does not name them sends from either', () => {
      const open = [tunnel(2, 1, { localIp: null })];
      const two = movedNode(2, { tunnels: open, ovnVersion: '23.03.1' }, both);
      const fleet = fleetOfNodes(movedNode(1, { tunnels: [there(old), there(now)] }), two);
      expect(ovnTunnels.settled?.({}, fleet)).toEqual([]);
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
    ['no ovn-controller runs here', movedNode(1, { ovnRunning: false })],
    ['the node has no ovn-remote', movedNode(1, { ovs: withoutRemote() })],
    [
      'it uses flow-based tunnels, whose ports name no peer',
      movedNode(1, { tunnels: [tunnel(1, 2, { chassis: 'flow', remoteIp: 'flow' })] }),
    ],
  ])('%s', (reason, node) => {
    const findings = ovnTunnels.settled?.({}, fleetOfNodes(node, movedNode(2), movedNode(3))) ?? [];
    const kinds = findings.map(({ nodes, problem }) => `${nodes.join()} ${problem.kind}`);
    expect(findings[0]?.problem).toMatchObject({ reason });
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

test('OVN gets half a minute, unless the playbook says otherwise', () => {
  expect([{}, { timeout: 5 }].map((args) => ovnTunnels.patience?.(args))).toEqual([30, 5]);
});

test('the southbound database is the one that the playbook names', () => {
  const southbound = 'tcp:198.18.0.253:6642';
  expect([{}, { southbound }].map((args) => ovnTunnels.southbound?.(args))).toEqual([
    undefined,
    southbound,
  ]);
});
