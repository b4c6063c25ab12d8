import { describe, expect, test } from 'vitest';
import type { NodeFacts } from '../../../src/model/facts.ts';
import type { Fleet, NodeState, PathAnswer, Phase } from '../../../src/model/plan.ts';
import { plan, type Scope } from '../../../src/planner/plan.ts';
import { spec, underlayPlay } from '../../support/builders.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';
import { management } from '../../support/stages.ts';

/** Node n on the management network, which the play moves to the underlay. */
const moving = (n: number, differs: Partial<NodeFacts> = {}): NodeState =>
  movedNode(n, differs, { 'ovn-encap-ip': management(n) });
/** Node n on the underlay, which the play moves to the management network. */
const leaving = (n: number): NodeState => movedNode(n, {}, {}, { underlay: false });
const staying = (n: number): NodeState =>
  movedNode(n, {}, { 'ovn-encap-ip': management(n) }, { underlay: false });

/** A node without an endpoint, which gets its first one. */
function bare({ facts, ...node }: NodeState): NodeState {
  const { 'ovn-encap-ip': _, ...external_ids } = facts.ovs.columns.external_ids;
  const columns = { ...facts.ovs.columns, external_ids };
  return { ...node, facts: { ...facts, ovs: { ...facts.ovs, columns } } };
}

/** Who is said to be apart from whom, as `mover kind others`. */
function found(fleet: Fleet, selected: readonly number[], scope: Partial<Scope> = {}) {
  const names = new Set(selected.map((n) => `micro0${n}`));
  const { nodes } = plan(underlayPlay(), fleet, {
    selected: names,
    allow: new Set(),
    phase: 'draft',
    ...scope,
  });
  return nodes.flatMap(({ name, problems }) =>
    problems.flatMap((each) =>
      each.kind === 'mixed' || each.kind === 'mixed-unproven'
        ? [`${name} ${each.kind} ${each.others.join()}`]
        : [],
    ),
  );
}

describe('who moves away from whom', () => {
  test.each([
    ['nobody where all move', fleetOfNodes(moving(1), moving(2)), [1, 2], []],
    [
      'those who are not planned for and would move, too',
      fleetOfNodes(moving(1), moving(2)),
      [1],
      ['micro01 mixed micro02'],
    ],
    ['not those who are there', fleetOfNodes(moving(1), movedNode(2)), [1], []],
    [
      'those who stay on the other network',
      fleetOfNodes(moving(1), staying(2)),
      [1],
      ['micro01 mixed micro02'],
    ],
    [
      'those who stay on the other network, also where they are planned for',
      fleetOfNodes(moving(1), staying(2)),
      [1, 2],
      ['micro01 mixed micro02'],
    ],
    [
      'those who go the other way',
      fleetOfNodes(moving(1), leaving(2)),
      [1, 2],
      ['micro01 mixed micro02', 'micro02 mixed micro01'],
    ],
    ['nobody who has no endpoint yet', fleetOfNodes(moving(1), bare(movedNode(2))), [1], []],
    [
      'nobody who gets a first endpoint elsewhere',
      fleetOfNodes(moving(1), bare(staying(2))),
      [1, 2],
      ['micro02 mixed micro01'],
    ],
    [
      'those whose plan has an error',
      fleetOfNodes(moving(1), movedNode(2, {}, {}, { underlay: null })),
      [1],
      ['micro01 mixed micro02'],
    ],
  ] as const)('%s', (_name, fleet, selected, expected) => {
    expect(found(fleet, selected)).toEqual(expected);
  });

  test('not a node that is on both networks: its underlay is its management address', () => {
    const both = moving(2).facts.nics;
    const at = { managementIp: movedNode(2).facts.nics[1]?.addresses[0]?.address ?? null };
    const node = movedNode(2, { ...at, nics: both });
    expect(found(fleetOfNodes(leaving(1), node), [1])).toEqual([]);
    expect(found(fleetOfNodes(leaving(1), movedNode(2)), [1])).toEqual(['micro01 mixed micro02']);
    const joining = movedNode(2, { ...at, nics: both }, { 'ovn-encap-ip': management(2) });
    expect(found(fleetOfNodes(staying(1), joining, movedNode(3)), [1, 2, 3])).toEqual([]);
  });

  test('a node that is this machine, whose management address nobody knows', () => {
    const here = moving(1, { managementIp: null });
    expect(found(fleetOfNodes(here, staying(2)), [1, 2])).toEqual(['micro01 mixed micro02']);
  });

  test('who cannot be read, where the run goes on without', () => {
    const unreadable = { kind: 'unreachable', address: management(3), reason: 'gone' } as const;
    const unread = [{ spec: spec(3), problem: unreadable }];
    const fleet = { ...fleetOfNodes(moving(1), movedNode(2)), unread };
    expect(found(fleet, [1, 2])).toEqual([]);
    expect(found(fleet, [1, 2], { allowPartial: true })).toEqual(['micro01 mixed micro03']);
  });

  test('is no matter once a run has written', () => {
    expect(found(fleetOfNodes(moving(1), staying(2)), [1, 2], { phase: 'settled' })).toEqual([]);
  });
});

describe('that a pair is apart is proven', () => {
  const fleet = fleetOfNodes(moving(1), staying(2), staying(3));
  const answer = (from: number, to: number, received = 3): PathAnswer => {
    const asked = { from: `micro0${from}`, to: `micro0${to}`, payload: 1472, sent: 3 };
    return { ...asked, received, small: null, device: 'eth1' };
  };
  const both = (one: number, other: number) => [answer(one, other), answer(other, one)];
  const unproven = (paths: readonly PathAnswer[] | null, phase: Phase = 'asked') =>
    found({ ...fleet, paths }, [1, 2, 3], { phase }).filter((each) => each.includes('unproven'));

  test.each([
    ['both ways', [...both(1, 2), ...both(1, 3)], []],
    ['not one way', [answer(1, 2), ...both(1, 3)], ['micro01 mixed-unproven micro02']],
    ['not the other way', [answer(2, 1), ...both(1, 3)], ['micro01 mixed-unproven micro02']],
    [
      'not where nothing came back',
      [answer(1, 2), answer(2, 1, 0), ...both(1, 3)],
      ['micro01 mixed-unproven micro02'],
    ],
    ['with each of them', both(1, 2), ['micro01 mixed-unproven micro03']],
    ['not where nobody was asked', null, ['micro01 mixed-unproven micro02,micro03']],
  ] as const)('%s', (_name, paths, expected) => {
    expect(unproven(paths)).toEqual(expected);
    expect(unproven(paths, 'draft')).toEqual([]);
  });
});
