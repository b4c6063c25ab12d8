import { describe, expect, test } from 'vitest';
import type { Fleet, NodeState, Plan } from '../../../src/model/plan.ts';
import type { Cutover } from '../../../src/model/play.ts';
import { err, ok } from '../../../src/model/result.ts';
import type { Southbound, SouthboundChassis } from '../../../src/model/southbound.ts';
import { plan } from '../../../src/planner/plan.ts';
import { underlayPlay } from '../../support/builders.ts';
import { movedNode, tunnel } from '../../support/fleet.ts';

const remote = 'tcp:198.18.0.253:6642';
const old = (n: number): string => `198.18.0.${10 + n}`;
const own = (n: number): string => `198.19.0.${10 + n}`;

/** Node n of two, on its management address, with a tunnel to the other one. */
function node(n: 1 | 2, differs: Partial<NodeState['facts']> = {}, ids = {}): NodeState {
  const peer = 3 - n;
  const ends = { id: `micro0${peer}@${old(peer)}%${old(n)}`, remoteIp: old(peer), localIp: old(n) };
  const tunnels = [tunnel(n, peer, ends)];
  return movedNode(n, { tunnels, ...differs }, { 'ovn-encap-ip': old(n), ...ids });
}

function chassis(n: number, differs: Partial<SouthboundChassis> = {}): SouthboundChassis {
  const encaps = [{ uuid: `u${n}`, type: 'geneve', ip: old(n) }];
  return { name: `micro0${n}`, encaps, interconnected: false, ...differs };
}

function southbound(differs: Partial<Southbound> = {}): Southbound {
  const rest = { gateways: new Map(), refusal: null, silent: [] };
  return { remote, via: 'micro01', chassis: ok([chassis(1), chassis(2)]), ...rest, ...differs };
}

interface Given {
  readonly nodes?: readonly NodeState[];
  readonly databases?: readonly Southbound[];
  readonly selected?: readonly string[];
  readonly cutover?: Cutover;
}

function planFor({ nodes = [node(1), node(2)], databases = [southbound()], ...rest }: Given): Plan {
  const fleet: Fleet = { nodes, unread: [], paths: null, southbound: databases };
  const selected = new Set(rest.selected ?? nodes.map(({ spec }) => spec.name));
  const play = { ...underlayPlay(), cutover: rest.cutover ?? 'auto' };
  return plan(play, fleet, { selected, allow: new Set(['mixed']), phase: 'draft' });
}

test('all stand still, rows and tunnels are re-addressed, all go on', () => {
  const { strategy, stages } = planFor({});
  expect(strategy).toBe('in-place');
  const told = stages.map(({ name, writes }) => ({
    name,
    changes: writes.map((each) => each.changes.map(({ key, after }) => `${key}=${after}`).join()),
  }));
  expect(told).toEqual([
    { name: 'freeze', changes: ['ovn-encap-type=null', 'ovn-encap-type=null'] },
    { name: 'southbound', changes: [] },
    { name: 'move', changes: [`ovn-encap-ip=${own(1)}`, `ovn-encap-ip=${own(2)}`] },
    { name: 'thaw', changes: ['ovn-encap-type=geneve', 'ovn-encap-type=geneve'] },
  ]);
  const [, rows, move] = stages;
  expect(rows?.southbound).toEqual({
    via: 'micro01',
    remote,
    chassis: ['micro01', 'micro02'],
    encaps: [
      { uuid: 'u1', type: 'geneve', before: old(1), after: own(1) },
      { uuid: 'u2', type: 'geneve', before: old(2), after: own(2) },
    ],
  });
  expect(move?.writes[0]?.tunnels).toEqual([
    {
      port: 'ovn-micro0-2',
      before: { id: `micro02@${old(2)}%${old(1)}`, remoteIp: old(2), localIp: old(1) },
      after: { id: `micro02@${own(2)}%${own(1)}`, remoteIp: own(2), localIp: own(1) },
    },
  ]);
});

test('who stays gets new tunnels, and stands still with the others', () => {
  const stays = movedNode(2, { tunnels: node(2).facts.tunnels });
  const databases = [
    southbound({
      chassis: ok([
        chassis(1),
        chassis(2, { encaps: [{ uuid: 'u2', type: 'geneve', ip: own(2) }] }),
      ]),
    }),
  ];
  const { stages, strategy } = planFor({ nodes: [node(1), stays], databases });
  expect(strategy).toBe('in-place');
  expect(stages.map(({ writes }) => writes.map((each) => each.node))).toEqual([
    ['micro01', 'micro02'],
    [],
    ['micro01', 'micro02'],
    ['micro01', 'micro02'],
  ]);
  expect(stages[2]?.writes[1]).toMatchObject({ changes: [], tunnels: [{ port: 'ovn-micro0-1' }] });
});

test('who was left standing still by a run that died goes on with the others', () => {
  const frozen = node(2);
  Reflect.deleteProperty(frozen.facts.ovs.columns.external_ids, 'ovn-encap-type');
  const told = (cutover: Cutover) =>
    planFor({ nodes: [node(1), frozen], cutover }).stages.map(({ name, writes }) => ({
      [name]: writes.map((each) => `${each.node} ${each.changes.map(({ key }) => key).join()}`),
    }));
  expect(told('auto')).toEqual([
    { freeze: ['micro01 ovn-encap-type'] },
    { southbound: [] },
    { move: ['micro01 ovn-encap-ip', 'micro02 ovn-encap-ip'] },
    { thaw: ['micro01 ovn-encap-type', 'micro02 ovn-encap-type'] },
  ]);
  expect(told('synchronised')).toEqual([
    { thaw: ['micro02 ovn-encap-type'] },
    { move: ['micro01 ovn-encap-ip', 'micro02 ovn-encap-ip'] },
  ]);
});

test('a node that is no chassis is left alone, and only then', () => {
  const bare = movedNode(3, { ovnRunning: false });
  const { strategy, stages } = planFor({ nodes: [node(1), node(2), bare] });
  expect(strategy).toBe('in-place');
  const nodes = stages.flatMap(({ writes }) => writes.map((each) => each.node));
  expect([...new Set(nodes)]).toEqual(['micro01', 'micro02']);
});

test('each endpoint pings the others while all stand still, at what they will be', () => {
  const { stages } = planFor({});
  expect(stages.map(({ prime }) => prime)).toEqual([
    [
      { node: 'micro01', source: own(1), targets: [own(2)], flush: [] },
      { node: 'micro02', source: own(2), targets: [own(1)], flush: [] },
    ],
    [],
    [],
    [],
  ]);
});

test('an OVN below 24.09 learns to send from its endpoints with it', () => {
  const version = { ovnVersion: '23.03.1' };
  const before = (n: number) => ({ id: `micro0${n}@${old(n)}`, remoteIp: old(n), localIp: null });
  const nodes = [
    node(1, { ...version, tunnels: [tunnel(1, 2, before(2))] }),
    node(2, { ...version, tunnels: [tunnel(2, 1, before(1))] }),
  ];
  const [, , move] = planFor({ nodes }).stages;
  expect(move?.writes[0]).toMatchObject({
    changes: [{ key: 'ovn-encap-ip' }, { key: 'ovn-set-local-ip', after: 'true' }],
    tunnels: [{ after: { id: `micro02@${own(2)}`, remoteIp: own(2), localIp: own(1) } }],
  });
});

const held = (differs: Partial<SouthboundChassis>) => [
  southbound({ chassis: ok([chassis(1), chassis(2, differs)]) }),
];

const cases: readonly (readonly [string, Given])[] = [
  ['no southbound database was read that all nodes name', { databases: [] }],
  [
    'the southbound database cannot be read from micro01: refused',
    { databases: [southbound({ chassis: err('refused') })] },
  ],
  [
    'the southbound database cannot be written from micro01: not allowed',
    { databases: [southbound({ refusal: 'not allowed' })] },
  ],
  [
    'a southbound server does not answer: tcp:198.18.0.9:6642',
    { databases: [southbound({ silent: ['tcp:198.18.0.9:6642'] })] },
  ],
  [
    'chassis vtep would not stand still',
    {
      databases: [
        southbound({ chassis: ok([chassis(1), chassis(2), chassis(3, { name: 'vtep' })]) }),
      ],
    },
  ],
  ['chassis micro02 would not stand still', { selected: ['micro01'] }],
  [
    'chassis micro02 has peers in other zones (ovn-ic)',
    { databases: held({ interconnected: true }) },
  ],
  [
    'micro02: the southbound database has other endpoints for it',
    { databases: held({ encaps: [] }) },
  ],
  ['micro02: no ovn-controller runs there', { nodes: [node(1), node(2, { ovnRunning: false })] }],
  [
    'micro02: its OVN is older than 20.06',
    { nodes: [node(1), node(2, { ovnVersion: '20.03.0' })] },
  ],
  [
    'micro02: its tunnels are flow-based',
    { nodes: [node(1), node(2, { tunnels: [tunnel(2, 1, { remoteIp: 'flow' })] })] },
  ],
  [
    'micro02: its tunnels use IPsec',
    { nodes: [node(1), node(2, { tunnels: [tunnel(2, 1, { secured: true })] })] },
  ],
  [
    'micro02: it has no encap type, or several',
    { nodes: [node(1), node(2, {}, { 'ovn-encap-type': 'geneve,vxlan' })] },
  ],
  [
    'micro02: it has ovn-encap-ip-default',
    { nodes: [node(1), node(2, {}, { 'ovn-encap-ip-default': old(2) })] },
  ],
  [
    'addresses go from one node to another',
    { nodes: [node(1, {}, { 'ovn-encap-ip': own(2) }), node(2)] },
  ],
  [
    'micro02: it has no endpoint, or several',
    { nodes: [node(1), node(2, {}, { 'ovn-encap-ip': `${old(2)},198.18.0.99` })] },
  ],
];

describe('where something speaks against it', () => {
  test.each(cases)('it says so, and moves in another way: %s', (reason, given) => {
    const { strategy, problems, nodes } = planFor(given);
    expect(strategy).toBe('synchronised');
    const all = [
      ...problems.map(({ problem }) => problem),
      ...nodes.flatMap((each) => each.problems),
    ];
    const reasons = all.flatMap((each) => (each.kind === 'not-in-place' ? each.reasons : []));
    expect(reasons).toContain(reason);
  });

  test('a play that asks for it is refused', () => {
    const { problems } = planFor({ databases: [], cutover: 'in-place' });
    expect(problems.map(({ problem }) => problem.kind)).toContain('cutover-unsupported');
  });

  test('a play may ask for the other way', () => {
    expect(planFor({ cutover: 'synchronised' }).strategy).toBe('synchronised');
  });
});
