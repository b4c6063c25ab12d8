import { describe, expect, test } from 'vitest';
import type { Tunnel } from '../../../src/model/facts.ts';
import type { Fleet, NodeState, PathAnswer } from '../../../src/model/plan.ts';
import { ok } from '../../../src/model/result.ts';
import {
  chassisOutside,
  cutOff,
  isSentOutside,
  outsideRemarks,
  type Outside,
} from '../../../src/planner/outside.ts';
import { outsideProbes } from '../../../src/planner/outside-paths.ts';
import { plan, type Scope } from '../../../src/planner/plan.ts';
import { spec, underlayPlay } from '../../support/builders.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

const place = { file: 'underlay.yaml', line: 1, column: 1 };
const play = {
  ...underlayPlay(),
  tasks: [...underlayPlay().tasks, { task: 'ovn_tunnels', args: {}, place }],
};

/** The tunnel of a node to the third chassis, which has not moved. */
const toThird = (from: number, differs: Partial<Tunnel> = {}): Tunnel =>
  tunnel(from, 3, { remoteIp: '198.18.0.13', ...differs });

/** Two nodes on the management network, which the play moves; both have a tunnel to a third. */
const unmoved = (n: number, tunnels: readonly Tunnel[] = [toThird(n)]): NodeState =>
  movedNode(n, { tunnels }, { 'ovn-encap-ip': `198.18.0.${10 + n}` });
const moving = fleetOfNodes(unmoved(1), unmoved(2));
const still = fleetOfNodes(
  movedNode(1, { tunnels: [tunnel(1, 2), toThird(1)] }),
  movedNode(2, { tunnels: [tunnel(2, 1), toThird(2)] }),
);

const members = (...names: readonly number[]) => ({ nodes: names.map((n) => spec(n)) });
const knowing = { ...members(1, 2), outsiders: ['micro03'] };
const third = { chassis: 'micro03', addresses: ['198.18.0.13'] };

/** What a plan finds of chassis outside, as `nodes kind`. */
function found(fleet: Fleet, scope: Partial<Scope> = {}): readonly string[] {
  const selected = new Set(fleet.nodes.map((node) => node.spec.name));
  const planned = plan(play, fleet, { selected, allow: new Set(), phase: 'draft', ...scope });
  return [
    ...planned.nodes.flatMap(({ name, problems }) => problems.map((each) => [name, each] as const)),
    ...planned.problems.map(({ nodes, problem }) => [nodes.join(), problem] as const),
  ]
    .filter(([, { kind }]) => /outside|allowed/.test(kind))
    .map(([whom, { kind }]) => `${whom} ${kind}`);
}

function remarks(fleet: Fleet, outside: Outside = {}) {
  return outsideRemarks(fleet, [], outside).map(({ nodes, problem }) => [nodes.join(), problem]);
}

const answer = (from: string, received: number): PathAnswer => {
  const asked = { from, to: 'micro03@198.18.0.13', payload: 1472, sent: 3 };
  return { ...asked, received, small: received > 0 ? null : true, device: 'eth1' };
};

describe('a chassis that no inventory names', () => {
  test('refuses a move away from it, once, whoever moves', () => {
    expect(found(moving)).toEqual(['micro01,micro02 chassis-outside']);
    const { problems } = plan(play, moving, {
      selected: new Set(['micro01', 'micro02']),
      allow: new Set(),
      phase: 'draft',
    });
    const problem = { kind: 'chassis-outside', ...third };
    expect(problems).toContainEqual({ nodes: ['micro01', 'micro02'], problem });
  });

  test('refuses nothing where no endpoint in use moves', () => {
    expect(found(still)).toEqual([]);
    const bare = movedNode(1, { tunnels: [toThird(1)] });
    Reflect.deleteProperty(bare.facts.ovs.columns.external_ids, 'ovn-encap-ip');
    expect(found(fleetOfNodes(bare))).toEqual([]);
  });

  test('refuses nothing for a node that is not selected, or is only declared', () => {
    const all = fleetOfNodes(unmoved(1), unmoved(2), unmoved(3, []));
    expect(found(all, { selected: new Set(['micro01']) })).toEqual([]);
    expect(found(moving, { inventory: members(1, 2, 3) })).toEqual([]);
  });

  test('refuses those who move away, also where only the southbound database tells', () => {
    const encaps = [{ uuid: 'u', type: 'geneve', ip: '198.18.0.99' }];
    const chassis = ok([{ name: 'ghost', encaps, interconnected: false }]);
    const rest = { gateways: new Map(), refusal: null, silent: [] };
    const southbound = [{ remote: 'unix:x', via: 'micro01', chassis, ...rest }];
    const telling = fleetOfNodes(unmoved(1, [tunnel(1, 2)]), unmoved(2, [tunnel(2, 1)]));
    expect(found({ ...telling, southbound })).toEqual(['micro01,micro02 chassis-outside']);
  });

  test('refuses nobody who has other tunnels, some of which are not OVN’s', () => {
    const mine = tunnel(2, 3, { id: null, chassis: null });
    const fleet = (tunnels: readonly Tunnel[]) => fleetOfNodes(unmoved(1), unmoved(2, tunnels));
    expect(found(fleet([mine, tunnel(2, 1)]))).toEqual(['micro01 chassis-outside']);
    expect(found(fleet([mine]))).toEqual(['micro01,micro02 chassis-outside']);
  });

  test('refuses nodes that have a tunnel to it, and those whose ports do not tell', () => {
    const other = unmoved(2, [tunnel(2, 1)]);
    expect(found(fleetOfNodes(unmoved(1), other))).toEqual(['micro01 chassis-outside']);
    const flow = unmoved(2, [tunnel(2, 1, { chassis: 'flow', remoteIp: 'flow' })]);
    expect(found(fleetOfNodes(unmoved(1), flow))).toEqual(['micro01,micro02 chassis-outside']);
  });

  test('is seen in the southbound database, too, and flow-based tunnels are nobody', () => {
    const flow = (n: number) => unmoved(n, [tunnel(n, 2, { chassis: 'flow', remoteIp: 'flow' })]);
    const fleet = fleetOfNodes(flow(1), flow(2));
    expect(found(fleet)).toEqual([]);
    const encaps = [{ uuid: 'u', type: 'geneve', ip: '198.18.0.99' }];
    const chassis = ok([{ name: 'ghost', encaps, interconnected: false }]);
    const rest = { gateways: new Map(), refusal: null, silent: [] };
    const read = [{ remote: 'unix:x', via: 'micro01', chassis, ...rest }];
    expect(found({ ...fleet, southbound: read })).toEqual(['micro01,micro02 chassis-outside']);
  });

  test('is not what a rollback refuses: it says whom the run did not know', () => {
    const scope = { outside: 'of-run' } as const;
    expect(found(moving, scope)).toEqual([]);
    const selected = new Set(['micro01', 'micro02']);
    const { nodes } = plan(play, moving, { selected, allow: new Set(), phase: 'draft' });
    expect(outsideRemarks(moving, nodes, scope)).toEqual([
      { nodes: ['micro01', 'micro02'], problem: { kind: 'not-of-the-run', ...third } },
    ]);
    expect(outsideRemarks(still, [], scope)).toEqual([]);
    expect(outsideRemarks(moving, nodes, {})).toEqual([]);
    expect(outsideRemarks(moving, nodes, { outside: 'said' })).toMatchObject([
      { problem: { kind: 'chassis-unlisted' } },
    ]);
  });

  test('is said where nothing is refused for it, by whoever knows of it', () => {
    expect(remarks(still)).toEqual([['micro01,micro02', { kind: 'chassis-unlisted', ...third }]]);
    expect(remarks(still, { inventory: knowing })).toEqual([]);
  });
});

describe('the ways to a chassis outside', () => {
  const allow = new Set(['chassis-outside']);
  const selected = new Set(['micro01', 'micro02']);
  const drafts = () => plan(play, moving, { selected, allow, phase: 'draft' }).nodes;

  test('are asked of who moves, from its new endpoint, at the size of the overlay', () => {
    const probes = outsideProbes(play, moving, drafts(), undefined);
    expect(probes).toMatchObject([
      { node: 'micro01', source: { text: '198.19.0.11' }, payload: 1472 },
      { node: 'micro02', source: { text: '198.19.0.12' }, payload: 1472 },
    ]);
    expect(probes[0]?.targets).toEqual([{ node: 'micro03@198.18.0.13', address: '198.18.0.13' }]);
    const declared = [{ task: 'underlay_path', args: { overlay_mtu: 1300 }, place }];
    const small = outsideProbes({ ...play, tasks: declared }, moving, drafts(), undefined);
    expect(small[0]?.payload).toBe(1330);
    expect(outsideProbes({ ...play, tasks: [] }, moving, drafts(), undefined)[0]?.payload).toBe(
      1472,
    );
  });

  test('are asked at the size of the largest overlay', () => {
    const mtu = (overlay_mtu: number) => ({ task: 'underlay_path', args: { overlay_mtu }, place });
    const tasks = [mtu(1300), mtu(1400)];
    expect(outsideProbes({ ...play, tasks }, moving, drafts(), undefined)[0]?.payload).toBe(1430);
  });

  test('are asked only of who has one, from and to addresses of one family', () => {
    const asked = (fleet: Fleet, keys = {}) => {
      const selected = new Set(fleet.nodes.map((each) => each.spec.name));
      const { nodes } = plan(underlayPlay(keys), fleet, { selected, allow, phase: 'draft' });
      return outsideProbes(play, fleet, nodes, undefined).map(
        ({ node, targets }) => `${node} ${targets.map(({ address }) => address).join()}`,
      );
    };
    const far = { remoteIp: '2001:db8::13' };
    const both = [toThird(1), toThird(1, { ...far, port: 'ovn-micro0-4' })];
    const elsewhere = unmoved(2, [tunnel(2, 1)]);
    expect(asked(fleetOfNodes(unmoved(1, both), elsewhere))).toEqual(['micro01 198.18.0.13']);
    expect(asked(fleetOfNodes(unmoved(1, [toThird(1, far)]), elsewhere))).toEqual([]);
    const named = toThird(1, { remoteIp: 'host.example' });
    expect(asked(fleetOfNodes(unmoved(1, [named]), elsewhere))).toEqual([]);
    expect(asked(moving, { 'ovn-encap-ip': 'host.example' })).toEqual([]);
  });

  test('are asked of nobody whose endpoint goes away, and that is refused', () => {
    const tasks = [{ task: 'ovs_external_ids', args: { 'ovn-encap-ip': null }, place }];
    const selected = new Set(['micro01', 'micro02']);
    const planned = plan({ ...play, tasks }, moving, {
      selected,
      allow: new Set(),
      phase: 'draft',
    });
    expect(outsideProbes(play, moving, planned.nodes, undefined)).toEqual([]);
    expect(planned.problems.map(({ problem }) => problem.kind)).toContain('chassis-outside');
  });

  test('must all be good: a chassis may have several addresses', () => {
    const second = toThird(1, { port: 'ovn-micro0-4', remoteIp: '198.18.0.14' });
    const fleet = fleetOfNodes(unmoved(1, [toThird(1), second]));
    const paths = [answer('micro01', 3)];
    expect(found({ ...fleet, paths }, { inventory: knowing, phase: 'asked' })).toEqual([
      'micro01 outside-unproven',
    ]);
    const all = [...paths, { ...answer('micro01', 3), to: 'micro03@198.18.0.14' }];
    const scope = { inventory: knowing, phase: 'asked' } as const;
    const only = new Set(['micro01']);
    const { nodes } = plan(play, fleet, { selected: only, allow, phase: 'draft' });
    expect(chassisOutside({ ...fleet, paths: all }, nodes, scope)).toEqual([]);
  });

  test.each([
    ['nobody', [0, 0], ['micro01,micro02 outside-unproven']],
    ['one of two', [3, 0], ['micro02 outside-unproven']],
    ['all', [1, 3], []],
  ] as const)('that %s had answered: allowed or known', (_name, received, unproven) => {
    const paths = received.map((count, at) => answer(`micro0${at + 1}`, count));
    const probed = { ...moving, paths };
    expect(found(probed, { inventory: knowing, phase: 'asked' })).toEqual(unproven);
    const allowed = found(probed, { allow, phase: 'asked' });
    expect(allowed.toSorted()).toEqual(['micro01,micro02 allowed', ...unproven].toSorted());
  });

  test('are no matter of other paths: no node is blamed for them', () => {
    const paths = ['micro01', 'micro02'].map((name) => answer(name, 0));
    const scope = { selected, allow, phase: 'draft' } as const;
    const { problems, nodes } = plan(play, { ...moving, paths }, scope);
    const all = [...problems.map(({ problem }) => problem), ...nodes.flatMap((n) => n.problems)];
    expect(all.filter(({ kind }) => kind.startsWith('path-'))).toEqual([]);
  });

  test('to another family than the new endpoint’s prove nothing', () => {
    const far = { remoteIp: '2001:db8::13' };
    const fleet = fleetOfNodes(unmoved(1, [toThird(1, far)]));
    expect(found({ ...fleet, paths: [] }, { inventory: knowing, phase: 'asked' })).toEqual([
      'micro01 outside-unproven',
    ]);
  });
});

describe('a node that was not read', () => {
  const only = fleetOfNodes(movedNode(1, { tunnels: [tunnel(1, 2), toThird(1)] }));

  const ipOf = (n: number) => spec(n).underlay;

  test.each([
    ['by its name', spec(3, { address: 'host.example', underlay: false })],
    ['by its system_id', spec(9, { systemId: 'micro03', underlay: null })],
    ['by its management address', spec(9, { address: '198.18.0.13', underlay: false })],
    ['by its underlay', spec(9, { address: 'host.example', underlay: ipOf(3) })],
  ])('is no stranger %s, and others are', (_name, absent) => {
    const both = [tunnel(1, 2), toThird(1), tunnel(1, 3, { port: 'ovn-micro0-4' })];
    const fleet = fleetOfNodes(movedNode(1, { tunnels: both }));
    const inventory = { nodes: [spec(1), absent] };
    expect(remarks(fleet, { inventory }).map(([, said]) => said)).toMatchObject([
      { kind: 'chassis-unlisted', chassis: 'micro02' },
    ]);
  });

  test('is not one whose end nobody tells', () => {
    const endless = fleetOfNodes(movedNode(1, { tunnels: [toThird(1, { remoteIp: null })] }));
    const stranger = [['micro01', { kind: 'chassis-unlisted', chassis: 'micro03', addresses: [] }]];
    expect(remarks(endless, { inventory: members(1) })).toEqual(stranger);
    expect(remarks(endless, { inventory: members(1, 2) })).toEqual([]);
  });

  test('is a member without an inventory, too', () => {
    const problem = { kind: 'unreachable', address: '198.18.0.12', reason: 'gone' } as const;
    const unread = [2, 3].map((n) => ({ spec: spec(n), problem }));
    expect(remarks({ ...only, unread })).toEqual([]);
  });

  test('may be anybody where it tells nothing of itself', () => {
    const unnamed = spec(9, { address: 'host.example', underlay: { interface: 'eth1' } });
    const nodes = [spec(1), spec(2), unnamed];
    expect(remarks(only, { inventory: { nodes } })).toEqual([]);
    expect(remarks(only, { inventory: members(1, 2) })).toHaveLength(1);
  });
});

describe('a chassis outside that hears nobody', () => {
  const withThird = (...both: readonly [Partial<Tunnel>, Partial<Tunnel>]): Fleet =>
    fleetOfNodes(
      movedNode(1, { tunnels: [tunnel(1, 2), toThird(1, both[0])] }),
      movedNode(2, { tunnels: [tunnel(2, 1), toThird(2, both[1])] }),
    );
  const bfd = (state: string) => ({ bfd: { state, flaps: 1 } });

  test.each([
    ['BFD is down', bfd('down'), bfd('down'), ['micro01,micro02 tunnel-outside']],
    ['it does not hear us', bfd('init'), bfd('up'), ['micro01 tunnel-outside']],
    ['BFD is up', bfd('up'), bfd('up'), []],
    ['nothing comes back', { sent: 5, received: 0 }, {}, ['micro01 tunnel-outside']],
    ['too little was sent', { sent: 4, received: 0 }, {}, []],
    [
      'something came back, long ago',
      { sent: 5, received: 7, heard: 0 },
      {},
      ['micro01 tunnel-outside'],
    ],
    ['something comes back', { sent: 5, received: 7, heard: 1 }, {}, []],
    ['BFD is up, and workloads are silent', { sent: 5, heard: 0, ...bfd('up') }, {}, []],
  ] as const)('%s', (_name, one, two, problems) => {
    const fleet = withThird(one, two);
    expect(found(fleet, { phase: 'settled' })).toEqual(problems);
    expect(found(fleet, { phase: 'settled', inventory: knowing })).toEqual(problems);
    expect(found(fleet)).toEqual([]);
  });

  test('is one only where no tunnel to it hears anything', () => {
    const silent = { sent: 5, received: 0 };
    const two = (one: Partial<Tunnel>, other: Partial<Tunnel>) =>
      fleetOfNodes(
        movedNode(1, {
          tunnels: [toThird(1, one), toThird(1, { ...other, port: 'ovn-micro0-4' })],
        }),
      );
    expect(found(two(silent, { received: 1 }), { phase: 'settled' })).toEqual([]);
    expect(found(two(silent, { sent: 0, received: 0 }), { phase: 'settled' })).toEqual([
      'micro01 tunnel-outside',
    ]);
  });

  test('is no matter for a rollback', () => {
    expect(cutOff(withThird(bfd('down'), bfd('down')), { outside: 'of-run' })).toEqual([]);
    expect(cutOff(still, {})).toEqual([]);
  });

  test.each([
    ['where enough was sent', { sent: 5 }, true],
    ['not where too little was', { sent: 4 }, false],
    ['not where BFD tells', { sent: 5, ...bfd('up') }, false],
    ['where BFD tells nothing', { sent: 5, ...bfd('down') }, true],
    ['not for tunnels that are not OVN’s', { sent: 5, id: null, chassis: null }, false],
    ['not for tunnels between nodes', { sent: 5, chassis: 'micro02' }, false],
  ] as const)('is seen by counters that are read twice: %s', (_name, differs, is) => {
    const few = { sent: 0 };
    const first = movedNode(1, { tunnels: [tunnel(1, 2, few), toThird(1, differs)] });
    const second = movedNode(2, { tunnels: [tunnel(2, 1, few), toThird(2, few)] });
    expect(isSentOutside(fleetOfNodes(first, second), {})).toBe(is);
  });

  test('is not looked for by a play that looks at no tunnels', () => {
    const fleet = withThird(bfd('down'), bfd('down'));
    const scope = {
      selected: new Set(['micro01']),
      allow: new Set<string>(),
      phase: 'settled',
    } as const;
    expect(plan(underlayPlay(), fleet, scope).problems).toEqual([]);
  });

  test('is no news where it was so before the run', () => {
    const fleet = withThird(bfd('down'), bfd('down'));
    expect(found(fleet, { phase: 'settled', deaf: new Set(['micro03']) })).toEqual([]);
  });
});
