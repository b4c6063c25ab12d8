import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import type { Member, NodeFacts } from '../../../src/model/facts.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import type { Fleet, NodeState } from '../../../src/model/plan.ts';
import { memberRemarks } from '../../../src/planner/members.ts';
import { describe as told } from '../../../src/problems/problem.ts';
import { spec } from '../../support/builders.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

const microovn = { version: '24.03', extensions: [], unread: null } as const;

function member(n: number, differs: Partial<Member> = {}): Member {
  const address = parseAddress(`198.18.0.${10 + n}`);
  return { name: `micro0${n}`, address, isChassis: true, ...differs };
}

const three = [member(1), member(2), member(3)];

/** Node n, which tells of these members; null: it was not asked. */
function node(n: number, members: readonly Member[] | null, differs: Partial<NodeFacts> = {}) {
  return movedNode(n, { hostname: `micro0${n}`, microovn, members, ...differs });
}

function fleet(nodes: readonly NodeState[], ...silent: readonly NodeSpec[]): Fleet {
  const problem = { kind: 'unreachable', address: '', reason: 'no route to host' } as const;
  return { ...fleetOfNodes(...nodes), unread: silent.map((each) => ({ spec: each, problem })) };
}

/** What is said where the inventory has the nodes of the fleet, and these. */
function found(
  of: Fleet,
  { others = [], outsiders = [] }: { others?: readonly NodeSpec[]; outsiders?: string[] } = {},
) {
  const nodes = [...of.nodes, ...of.unread].map((each) => each.spec);
  const all = memberRemarks(of, { nodes: [...nodes, ...others], outsiders });
  return all.map(({ nodes: whom, problem }) => `${whom.join()}: ${told(problem).summary}`);
}

const unlisted =
  'micro01: member micro03 of MicroOVN (198.18.0.13) is a chassis, and not in the inventory';

describe('a member that joined since', () => {
  test('is said, with what takes it in', () => {
    const of = fleet([node(1, three), node(2, null)]);
    expect(found(of)).toEqual([unlisted]);
    const [remark] = memberRemarks(of, { nodes: of.nodes.map((each) => each.spec) });
    expect(remark && told(remark.problem).hint).toContain(
      '`mcreconcile init --add micro03=198.18.0.13 INVENTORY`',
    );
  });

  test.each([
    [
      'the tunnels show it: that is said already',
      fleet([node(1, three, { tunnels: [tunnel(1, 3)] }), node(2, null)]),
    ],
    [
      'the tunnels show it under another name',
      fleet([
        node(1, three, { tunnels: [tunnel(1, 3, { chassis: 'other', remoteIp: '198.18.0.13' })] }),
        node(2, null),
      ]),
    ],
    [
      'it is no chassis',
      fleet([node(1, [...three.slice(0, 2), member(3, { isChassis: false })]), node(2, null)]),
    ],
    ['nobody was asked', fleet([node(1, null), node(2, null)])],
    [
      'it is a node with another system-id',
      fleet([node(1, three), node(2, null), movedNode(3, { systemId: 'x' })]),
    ],
    ['it is a node that cannot be read', fleet([node(1, three), node(2, null)], spec(3))],
  ])('is not said where %s', (_name, of) => {
    expect(found(of)).toEqual([]);
  });

  test('is not said where others run it', () => {
    expect(found(fleet([node(1, three), node(2, null)]), { outsiders: ['micro03'] })).toEqual([]);
  });

  test('is not said where it may be a node that was not read', () => {
    const maybe = { ...spec(9), name: 'db', address: 'db.example' };
    expect(found(fleet([node(1, three), node(2, null)]), { others: [maybe] })).toEqual([]);
    const surely = { ...spec(3), name: 'db' };
    expect(found(fleet([node(1, three), node(2, null)]), { others: [surely] })).toEqual([]);
  });
});

describe('a member that left', () => {
  const two = three.slice(0, 2);
  const line = 'micro03: this node is no member of MicroOVN any more';

  test.each([
    ['is said', fleet([node(1, two), node(2, null), node(3, null)]), [line]],
    ['is said, where it cannot be read', fleet([node(1, two), node(2, null)], spec(3)), [line]],
    [
      'is none where it never had MicroOVN',
      fleet([node(1, two), node(2, null), node(3, null, { microovn: null })]),
      [],
    ],
    [
      'is none where it has another name and cannot be read, like all others',
      fleet([{ ...node(1, two), spec: spec(1, { name: 'a' }) }], {
        ...spec(3),
        name: 'c',
        address: 'c.example',
      }),
      [],
    ],
  ])('%s', (_name, of, expected) => {
    expect(found(of)).toEqual(expected);
  });
});

describe('a member that changed its address', () => {
  const elsewhere = [...three.slice(0, 2), member(3, { address: parseAddress('198.18.0.33') })];
  const line =
    'micro03: MicroOVN has this node at 198.18.0.33, the inventory at 198.18.0.13, where it is not reached';

  test.each([
    ['is said', spec(3), [line]],
    [
      'is said by its system-id',
      { ...spec(3), name: 'c', systemId: 'micro03' },
      [line.replace('micro03', 'c')],
    ],
    ['is none where a host name leads to it', { ...spec(3), address: 'micro03.example' }, []],
  ])('%s', (_name, lost, expected) => {
    expect(found(fleet([node(1, elsewhere), node(2, null)], lost))).toEqual(expected);
  });

  test('is none where the node is read at the address of the inventory', () => {
    expect(found(fleet([node(1, elsewhere), node(2, null), node(3, null)]))).toEqual([]);
  });

  test('is none where the node is reached, but cannot be read for another reason', () => {
    const of = fleet([node(1, elsewhere), node(2, null)], spec(3));
    const problem = { kind: 'vswitchd-silent' } as const;
    expect(found({ ...of, unread: of.unread.map((each) => ({ ...each, problem })) })).toEqual([]);
  });

  test('is found by the node that knows addresses', () => {
    const blind = elsewhere.map((each) => ({ ...each, address: null }));
    const of = fleet([node(1, elsewhere), node(2, blind)], spec(3));
    expect(found(of)).toEqual([line]);
  });
});

test('two nodes that disagree are told, and nothing is concluded', () => {
  const of = fleet([node(1, three), node(2, three.slice(0, 2)), node(4, null)]);
  expect(found(of)).toEqual([
    'micro01,micro02: MicroOVN has other members on one node than on another: micro01 micro03; micro02 none',
  ]);
});
