import { describe, expect, test } from 'vitest';
import type { MicroovnFacts } from '../../../src/model/facts.ts';
import type { NodeState } from '../../../src/model/plan.ts';
import { err, ok } from '../../../src/model/result.ts';
import type { Southbound } from '../../../src/model/southbound.ts';
import { plan } from '../../../src/planner/plan.ts';
import { underlayPlay } from '../../support/builders.ts';
import { nic } from '../../support/facts.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

/** The kinds of problems that a plan for these nodes finds, with whom they are about. */
function found(...nodes: readonly NodeState[]): readonly string[] {
  const selected = new Set(nodes.map(({ spec }) => spec.name));
  const planned = plan(underlayPlay(), fleetOfNodes(...nodes), {
    selected,
    allow: new Set(),
    phase: 'draft',
  });
  const all = [
    ...planned.nodes.flatMap(({ name, problems }) => problems.map(({ kind }) => `${name} ${kind}`)),
    ...planned.problems.map(({ nodes: whom, problem }) => `${whom.join()} ${problem.kind}`),
  ];
  // How endpoints move is no matter of these checks.
  return all.filter((each) => !each.endsWith(' not-in-place'));
}

const eth0 = nic('eth0', ['198.18.0.11/24']);
const withEth1 = (eth1: ReturnType<typeof nic>) => movedNode(1, { nics: [eth0, eth1] });
const secondary = (): ReturnType<typeof nic> => {
  const plain = nic('eth1', ['198.19.0.1/24', '198.19.0.11/24']);
  return {
    ...plain,
    addresses: plain.addresses.map((each, at) => ({ ...each, secondary: at > 0 })),
  };
};

const able: MicroovnFacts = {
  version: '24.03',
  extensions: ['internal:runtime_extension_v1', 'custom_encapsulation_ip'],
  unread: null,
};

const silent: MicroovnFacts = { version: null, extensions: null, unread: 'no-socket' };

describe('a fleet-wide check', () => {
  test('finds nothing in a fleet that is right', () => {
    const one = movedNode(1, { tunnels: [tunnel(1, 2)] });
    expect(found(one, movedNode(2, { tunnels: [tunnel(2, 1)] }))).toEqual([]);
  });

  test('refuses IPv4 among IPv6', () => {
    const two = movedNode(2, {}, { 'ovn-encap-ip': '2001:db8::12' });
    const planned = plan(underlayPlay(), fleetOfNodes(movedNode(1), two), {
      selected: new Set(['micro01']),
      allow: new Set(),
      phase: 'draft',
    });
    expect(planned.problems).toMatchObject([
      { problem: { kind: 'mixed-families', v4: ['micro01'], v6: ['micro02'] } },
    ]);
  });

  test('refuses an address that a chassis outside the inventory holds', () => {
    const stranger = tunnel(2, 9, { chassis: 'old-node', remoteIp: '198.19.0.11' });
    expect(found(movedNode(1), movedNode(2, { tunnels: [stranger] }))).toEqual([
      'micro01 foreign-chassis',
    ]);
  });

  test('goes by the southbound database, too, and says where it could not', () => {
    const remote = 'tcp:198.18.0.253:6642';
    const encaps = [{ uuid: 'u', type: 'geneve', ip: '198.19.0.11' }];
    const held = ok([
      { name: 'micro01', encaps, interconnected: false },
      { name: 'ghost', encaps, interconnected: false },
    ]);
    const kinds = (chassis: Southbound['chassis']) => {
      const rest = { gateways: new Map(), refusal: null, silent: [] };
      const southbound = [{ remote, via: 'micro01', chassis, ...rest }];
      const fleet = { ...fleetOfNodes(movedNode(1)), southbound };
      const scope = {
        selected: new Set(['micro01']),
        allow: new Set<string>(),
        phase: 'draft',
      } as const;
      return plan(underlayPlay(), fleet, scope).nodes[0]?.problems;
    };
    expect(kinds(held)).toEqual([
      { kind: 'foreign-chassis', address: '198.19.0.11', chassis: 'ghost' },
    ]);
    const reason = 'connection refused';
    expect(kinds(err(reason))).toEqual([{ kind: 'southbound-unread', remote, reason }]);
  });

  test('refuses one system-id on two nodes', () => {
    expect(found(movedNode(1), movedNode(2, { systemId: 'micro01' }))).toEqual([
      'micro01,micro02 shared-system-id',
    ]);
  });

  test.each([
    ['22.03 sends from it', '22.03.0', { 'ovn-set-local-ip': 'true' }, []],
    ['24.09 always does', '24.09.0', {}, []],
    ['21.12 cannot', '21.12.0', {}, ['micro01 secondary-address']],
  ])('of a secondary address: OVN %s', (_name, ovnVersion, ids, problems) => {
    expect(found(movedNode(1, { nics: [eth0, secondary()], ovnVersion }, ids))).toEqual(problems);
  });

  test.each([
    ['no carrier', withEth1({ ...nic('eth1', ['198.19.0.11/24']), carrier: false }), 'no-carrier'],
    [
      'a strict reverse-path filter',
      withEth1({ ...nic('eth1', ['198.19.0.11/24']), rpFilter: 1 }),
      'strict-rp-filter',
    ],
    ['IPsec', movedNode(1, { tunnels: [tunnel(1, 2, { secured: true })] }), 'ipsec'],
    [
      'another name in ovs-ctl’s file',
      movedNode(1, { systemIdFile: 'x' }, { 'system-id': 'micro01' }),
      'system-id-file',
    ],
    [
      'a MicroOVN chassis not named as its host',
      movedNode(1, { microovn: able, hostname: 'other' }),
      'microovn-name',
    ],
    [
      'ovs-vswitchd that is silent',
      movedNode(1, { ovs: { ...movedNode(1).facts.ovs, vswitchdAnswers: false } }),
      'vswitchd-silent',
    ],
  ])('names %s', (_name, node, kind) => {
    expect(found(node)).toEqual([`micro01 ${kind}`]);
  });

  test.each([
    ['takes an underlay at bootstrap', able, {}, []],
    ['ignores it', { ...able, extensions: [] }, {}, ['micro01 microovn-ignores-underlay']],
    ['says nothing', silent, {}, ['micro01 microovn-unread']],
    ['ignores what nobody declares', { ...able, extensions: [] }, { underlay: false }, []],
    ['says nothing of what nobody declares', silent, { underlay: false }, []],
  ] as const)('of a MicroOVN that %s', (_name, microovn, differs, problems) => {
    const ids = 'underlay' in differs ? { 'ovn-encap-ip': '198.18.0.11' } : {};
    expect(found(movedNode(1, { microovn, hostname: 'micro01' }, ids, differs))).toEqual(problems);
  });

  test.each([
    ['the new NIC', '198.18.0.11', [0, 1], ['micro01 strict-rp-filter']],
    ['the old NIC, while it is left', '198.18.0.11', [1, 0], ['micro01 strict-rp-filter']],
    ['the old NIC no more, once it was left', '198.19.0.11', [1, 0], []],
  ] as const)('looks for strict filters on %s', (_, ip, [old, wanted], problems) => {
    const eth1 = nic('eth1', ['198.19.0.11/24']);
    const nics = [
      { ...eth0, rpFilter: old },
      { ...eth1, rpFilter: wanted },
    ];
    expect(found(movedNode(1, { nics }, { 'ovn-encap-ip': ip }))).toEqual(problems);
  });

  test.each([
    ['an endpoint moves', '198.18.0.12', 'flow', ['micro02 flow-based-tunnels']],
    ['none moves', '198.19.0.12', 'flow', []],
    ['another program made that port', '198.18.0.12', null, []],
  ])('refuses moves among flow-based tunnels: %s', (_, ip, chassis, problems) => {
    const one = movedNode(1, { tunnels: [tunnel(1, 2, { chassis, remoteIp: 'flow' })] });
    expect(found(one, movedNode(2, {}, { 'ovn-encap-ip': ip }))).toEqual(problems);
  });

  test('names the interfaces whose own endpoint goes, and no others', () => {
    const asks = (name: string, ip: string) => ({ interface: name, ip });
    const vifEndpoints = [
      asks('tap1', '198.18.0.11'),
      asks('tap2', '198.18.0.99'),
      asks('tap3', '198.18.0.11'),
      asks('tap4', '198.19.0.11'),
    ];
    const of = (ip: string) => {
      const fleet = fleetOfNodes(movedNode(1, { vifEndpoints }, { 'ovn-encap-ip': ip }));
      const scope = {
        selected: new Set(['micro01']),
        allow: new Set<string>(),
        phase: 'draft',
      } as const;
      return plan(underlayPlay(), fleet, scope).nodes[0]?.problems;
    };
    expect(of('198.18.0.11')).toContainEqual({
      kind: 'vif-endpoint',
      interfaces: ['tap1', 'tap3'],
      addresses: ['198.18.0.11'],
    });
    expect(of('198.19.0.11')).toEqual([]);
  });

  test('warns where the underlay is the management network', () => {
    const same = { managementIp: { text: '198.19.0.11', family: 'IPv4' as const } };
    expect(found(movedNode(1, same))).toEqual(['micro01 underlay-is-management']);
  });

  test('refuses a move to a smaller NIC while no overlay_mtu is declared', () => {
    const large = nic('eth0', ['198.18.0.11/24'], { mtu: 9000 });
    const node = movedNode(
      1,
      { nics: [large, nic('eth1', ['198.19.0.11/24'])] },
      { 'ovn-encap-ip': '198.18.0.11' },
    );
    expect(found(node)).toEqual(['micro01 mtu-shrinks']);
    const equal = movedNode(
      1,
      { nics: [large, nic('eth1', ['198.19.0.11/24'], { mtu: 9000 })] },
      { 'ovn-encap-ip': '198.18.0.11' },
    );
    expect(found(equal)).toEqual([]);
  });
});

describe('--allow', () => {
  test('turns the one rule into a warning that says so, and no other', () => {
    const node = movedNode(1, { systemIdFile: null }, { 'ovn-encap-ip-micro01': '198.18.0.11' });
    const two = movedNode(2, { systemId: 'micro01' });
    const selected = new Set(['micro01', 'micro02']);
    const allow = new Set(['foreign-key']);
    const scope = { selected, allow, phase: 'draft' } as const;
    const planned = plan(underlayPlay(), fleetOfNodes(node, two), scope);
    expect(planned.nodes[0]?.problems).toMatchObject([{ kind: 'allowed', rule: 'foreign-key' }]);
    expect(planned.problems).toMatchObject([{ problem: { kind: 'shared-system-id' } }]);
  });
});
