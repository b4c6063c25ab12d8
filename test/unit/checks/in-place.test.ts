import { describe, expect, test } from 'vitest';
import type { Endpoints } from '../../../src/ovn/endpoints.ts';
import { obstacles, type Parts } from '../../../src/checks/in-place.ts';
import type { Change } from '../../../src/model/change.ts';
import type { NodeFacts } from '../../../src/model/facts.ts';
import { err, ok } from '../../../src/model/result.ts';
import type { Southbound, SouthboundChassis } from '../../../src/model/southbound.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

const remote = 'tcp:198.18.0.253:6642';
const old = (n: number): string => `198.18.0.${10 + n}`;
const own = (n: number): string => `198.19.0.${10 + n}`;

interface Given {
  /** Of node 2. */
  readonly facts?: Partial<NodeFacts>;
  readonly ids?: Readonly<Record<string, string>>;
  readonly ends?: Partial<Endpoints>;
  readonly chassis?: readonly SouthboundChassis[] | null;
  readonly southbound?: Partial<Southbound>;
  readonly changes?: readonly Change[];
  /** It is not planned for. */
  readonly isLeft?: boolean;
  readonly size?: number;
  readonly isHandedOn?: boolean;
}

/** What speaks against the move of so many nodes; what is given is of the second one. */
function against(given: Given): readonly string[] {
  const numbers = Array.from({ length: given.size ?? 2 }, (_, at) => at + 1);
  const mine = <T>(n: number, value: T | undefined): T | undefined => (n === 2 ? value : undefined);
  const nodes = numbers.map((n) =>
    movedNode(n, mine(n, given.facts), { 'ovn-encap-ip': old(n), ...mine(n, given.ids) }),
  );
  const ends = numbers.map((n) => ({
    node: `micro0${n}`,
    before: [old(n)],
    after: [own(n)],
    ...mine(n, given.ends),
  }));
  const planned = numbers.filter((n) => n !== 2 || given.isLeft !== true);
  const drafts = planned.map((n) => ({
    name: `micro0${n}`,
    changes: mine(n, given.changes) ?? [],
    problems: [],
  }));
  const rest = { via: 'micro01', gateways: new Map(), refusal: null, silent: [] };
  const rows = given.chassis === undefined ? numbers.map((n) => chassis(n)) : given.chassis;
  const southbound =
    rows === null ? [] : [{ remote, chassis: ok(rows), ...rest, ...given.southbound }];
  const parts: Parts = {
    fleet: { ...fleetOfNodes(...nodes), southbound },
    drafts,
    ends,
    isHandedOn: given.isHandedOn ?? false,
  };
  return obstacles(parts);
}

function chassis(n: number, ...more: readonly string[]): SouthboundChassis {
  const encaps = [old(n), ...more].map((ip) => ({ uuid: `u${n}`, type: 'geneve', ip }));
  return { name: `micro0${n}`, encaps, interconnected: false };
}

function change(key: string, before: string | null, after: string | null): Change {
  return { table: 'Open_vSwitch', column: 'external_ids', key, before, after };
}

test('nothing speaks against a move that is as it should be', () => {
  expect(against({})).toEqual([]);
});

test('each thing that speaks against it is said once, and nothing else', () => {
  const southbound = 'the southbound database cannot be';
  const stays = { after: [old(2)] };
  const remembers = 'micro02: it stays, and OVN 25.09 and later remembers its old tunnels';
  const others = 'micro02: the southbound database has other endpoints for it';
  const several = 'micro02: it has no endpoint, or several';
  const fixed =
    'micro02: it would change ovn-encap-type or system-id or ovn-remote or ovn-bridge, too';
  const family = 'micro02: its endpoint changes between IPv4 and IPv6';
  const cases: readonly (readonly [Given, readonly string[]])[] = [
    [{ isLeft: true }, ['chassis micro02 would not stand still']],
    [{ isHandedOn: true }, ['addresses go from one node to another']],
    [{ chassis: null }, ['no southbound database was read that all nodes name']],
    [
      {
        chassis: [
          chassis(1),
          chassis(2),
          { ...chassis(2), name: 'a' },
          { ...chassis(2), name: 'b' },
        ],
      },
      ['chassis a, b would not stand still'],
    ],
    [{ chassis: [chassis(1), chassis(2, '198.18.0.99')] }, [others]],
    [{ chassis: [chassis(1), { ...chassis(3), name: 'micro02' }] }, [others]],
    [{ southbound: { chassis: err('refused') } }, [`${southbound} read from micro01: refused`]],
    [{ southbound: { refusal: 'not you' } }, [`${southbound} written from micro01: not you`]],
    [
      { southbound: { silent: ['tcp:a:1', 'tcp:b:1'] } },
      ['a southbound server does not answer: tcp:a:1, tcp:b:1'],
    ],
    [
      { chassis: [chassis(1), { ...chassis(2), interconnected: true }] },
      ['chassis micro02 has peers in other zones (ovn-ic)'],
    ],
    [{ chassis: [chassis(1), { ...chassis(2), encaps: [] }] }, [others]],
    [{ facts: { ovnRunning: false } }, ['micro02: no ovn-controller runs there']],
    [{ facts: { tunnels: [tunnel(2, 1)] } }, []],
    [
      { facts: { tunnels: [tunnel(2, 3), tunnel(2, 1, { remoteIp: 'flow' })] } },
      ['micro02: its tunnels are flow-based'],
    ],
    [
      { facts: { tunnels: [tunnel(2, 3), tunnel(2, 1, { secured: true })] } },
      ['micro02: its tunnels use IPsec'],
    ],
    [{ ids: { 'ovn-encap-ip-default': old(2) } }, ['micro02: it has ovn-encap-ip-default']],
    [{ facts: { ovnVersion: null } }, []],
    [{ facts: { ovnVersion: '20.06.0' } }, []],
    [{ facts: { ovnVersion: '20.03.0' } }, ['micro02: its OVN is older than 20.06']],
    [{ ends: { before: [], after: [] }, chassis: [chassis(1), chassis(2)] }, [several, others]],
    [{ ends: { after: [own(2), '198.19.0.99'] } }, [several]],
    [{ ends: { before: [old(2), '198.18.0.99'] } }, [several]],
    [{ ends: { after: ['2001:db8::12'] } }, [family]],
    [{ ends: stays, facts: { ovnVersion: '25.03.1' } }, []],
    [{ ends: stays, facts: { ovnVersion: '25.09.0' } }, [remembers]],
    [{ ends: stays, facts: { ovnVersion: null } }, []],
    [{ facts: { ovnVersion: '25.09.0' } }, []],
    [{ changes: [change('ovn-encap-ip', old(2), own(2))] }, []],
    [{ changes: [change('ovn-encap-type', 'vxlan', 'geneve')] }, [fixed]],
    [{ changes: [change('system-id', null, 'x')] }, [fixed]],
    [{ changes: [change('ovn-remote', null, 'x')] }, [fixed]],
    [{ changes: [change('ovn-bridge', null, 'x')] }, [fixed]],
    [{ changes: [change('ovn-encap-type', null, 'geneve')] }, []],
    [
      { changes: [change('ovn-encap-type', null, 'geneve,vxlan')] },
      ['micro02: it has no encap type, or several'],
    ],
  ];
  for (const [given, said] of cases)
    expect([given, against(given).toSorted()]).toEqual([given, said.toSorted()]);
});

describe('a node that is no chassis yet', () => {
  test('is asked for nothing while it stays as it is', () => {
    const given = { chassis: [chassis(1)], facts: { ovnRunning: false } };
    expect(against({ ...given, ends: { after: [old(2)] } })).toEqual([]);
    expect(against(given)).toEqual(['micro02: no ovn-controller runs there']);
  });
});

test('of a reason that many nodes give, three are named', () => {
  const all = (size: number) =>
    against({
      size,
      chassis: Array.from({ length: size }, (_, at) => chassis(at + 1, '198.18.0.99')),
    });
  const reason = 'the southbound database has other endpoints for it';
  expect(all(3)).toEqual([`micro01, micro02, micro03: ${reason}`]);
  expect(all(5)).toEqual([`micro01, micro02, micro03 and 2 more: ${reason}`]);
});
