import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { NodeState, Stage } from '../../../src/model/plan.ts';
import { cutover } from '../../../src/planner/cutover/cutover.ts';
import { underlayPlay } from '../../support/builders.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';
import { management, node, planFor, told, underlay, written } from '../../support/stages.ts';

const stages = (nodes: readonly NodeState[]) => told(planFor(nodes).stages);

const typeAway: Change = {
  table: 'Open_vSwitch',
  column: 'external_ids',
  key: 'ovn-encap-type',
  before: 'geneve',
  after: null,
};

function stageOf(node: string, change: Change): Stage {
  const writes = [{ node, changes: [change], holds: [], tunnels: [] }];
  return { name: 'freeze', layer: 0, prime: [], southbound: null, writes };
}

/** With a tunnel to node 9 whose source the kernel chooses, and one that names another source. */
function sourceless({ facts, ...node }: NodeState): NodeState {
  const ends = { id: 'micro09@198.18.0.19', remoteIp: '198.18.0.19' };
  const tunnels = [
    tunnel(1, 9, { ...ends, localIp: null }),
    tunnel(1, 8, { localIp: '198.18.0.99' }),
  ];
  return { ...node, facts: { ...facts, tunnels } };
}

describe('tunnels learn to send from their endpoint', () => {
  const learnt = (now: string | null, ids: Readonly<Record<string, string>> = {}) => {
    const moved = movedNode(
      1,
      { ovnVersion: '23.03.1' },
      { ...(now && { 'ovn-encap-ip': now }), ...ids },
    );
    if (now === null) Reflect.deleteProperty(moved.facts.ovs.columns.external_ids, 'ovn-encap-ip');
    return planFor([sourceless(moved)]).stages.flatMap(({ name, writes }) =>
      writes.flatMap(({ tunnels }) => tunnels.map(({ port, after }) => [name, port, after])),
    );
  };
  const sending = (localIp: string) => ({
    id: 'micro09@198.18.0.19',
    remoteIp: '198.18.0.19',
    localIp,
  });

  test.each([
    ['where nothing else changes', {}],
    ['where other keys change, too', { 'ovn-encap-type': 'vxlan' }],
  ])('%s', (_name, ids) => {
    expect(learnt(underlay(1), ids)).toEqual([['write', 'ovn-micro0-9', sending(underlay(1))]]);
  });

  test('before it moves: from the one that they still have', () => {
    expect(learnt(management(1))).toEqual([['source', 'ovn-micro0-9', sending(management(1))]]);
  });

  test.each([
    ['where OVN is asked for it already', underlay(1), { 'ovn-set-local-ip': 'true', x: 'y' }],
    [
      'where something else changes',
      underlay(1),
      { 'ovn-set-local-ip': 'true', 'ovn-encap-type': 'vxlan' },
    ],
    ['where there are several endpoints', `${management(1)},198.18.0.99`, {}],
    ['where there is none yet', null, {}],
  ])('but not %s', (_name, now, ids) => {
    expect(learnt(now, ids)).toEqual([]);
  });
});

describe('stages', () => {
  test('synchronised: sources first where OVN has them, then all at once', () => {
    expect(stages([node(1, management(1), '23.03.1'), node(2, management(2), '25.03.0')])).toEqual([
      { stage: 'source 0', writes: { micro01: 'ovn-set-local-ip=true' } },
      {
        stage: 'move 0',
        writes: { micro01: 'ovn-encap-ip=198.19.0.11', micro02: 'ovn-encap-ip=198.19.0.12' },
      },
    ]);
  });

  test('who was left standing still goes on before anybody moves', () => {
    const frozen = written([node(2, management(2), '23.03.1')], stageOf('micro02', typeAway));
    const goes = sourceless(node(1, management(1), '23.03.1'));
    expect(stages([goes, ...frozen]).slice(0, 2)).toEqual([
      { stage: 'thaw 0', writes: { micro02: 'ovn-encap-type=geneve' } },
      {
        stage: 'source 0',
        writes: { micro01: 'ovn-set-local-ip=true', micro02: 'ovn-set-local-ip=true' },
      },
    ]);
    const [, source] = planFor([goes, ...frozen]).stages;
    expect(source?.writes.flatMap(({ tunnels }) => tunnels)).toEqual([]);
  });

  test('a first endpoint is written at once', () => {
    const changes = 'ovn-encap-ip=198.19.0.11 ovn-set-local-ip=true';
    expect(stages([node(1, null, '23.03.1')])).toEqual([
      { stage: 'write 0', writes: { micro01: changes } },
    ]);
  });

  test('a chain frees before it takes', () => {
    const chain = [
      node(1, management(1), null),
      node(2, underlay(1), null),
      node(3, underlay(2), null),
    ];
    expect(stages(chain)).toEqual([
      { stage: 'move 0', writes: { micro03: 'ovn-encap-ip=198.19.0.13' } },
      { stage: 'move 1', writes: { micro02: 'ovn-encap-ip=198.19.0.12' } },
      { stage: 'move 2', writes: { micro01: 'ovn-encap-ip=198.19.0.11' } },
    ]);
  });

  test('a swap goes by way of the management addresses, and a warning says so', () => {
    const swap = [node(1, underlay(2), null), node(2, underlay(1), null)];
    expect(stages(swap)).toEqual([
      {
        stage: 'park 0',
        writes: { micro01: 'ovn-encap-ip=198.18.0.11', micro02: 'ovn-encap-ip=198.18.0.12' },
      },
      {
        stage: 'move 0',
        writes: { micro01: 'ovn-encap-ip=198.19.0.11', micro02: 'ovn-encap-ip=198.19.0.12' },
      },
    ]);
    expect(planFor(swap).problems).toMatchObject([{ problem: { kind: 'handed-over' } }]);
  });

  test('who keeps its endpoint is written with the first that move', () => {
    const still = movedNode(
      9,
      { ovnVersion: null, ovnRunning: false },
      { 'ovn-encap-type': 'vxlan' },
    );
    const chain = [node(1, management(1), null), node(2, underlay(1), null)];
    const keeping = { ...still, spec: { ...still.spec, name: 'micro09' } };
    expect(stages([...chain, keeping])).toEqual([
      {
        stage: 'move 0',
        writes: { micro02: 'ovn-encap-ip=198.19.0.12', micro09: 'ovn-encap-type=geneve' },
      },
      { stage: 'move 1', writes: { micro01: 'ovn-encap-ip=198.19.0.11' } },
    ]);
  });

  test('each write names its keys in full, and is guarded by those that another one writes', () => {
    const [source, move] = planFor([node(1, management(1), '23.03.1')]).stages;
    const of = { column: 'external_ids' };
    const change = { table: 'Open_vSwitch', ...of };
    const type = { ...of, key: 'ovn-encap-type', value: 'geneve' };
    expect(source?.writes).toMatchObject([
      {
        changes: [{ ...change, key: 'ovn-set-local-ip', before: null, after: 'true' }],
        holds: [type, { ...of, key: 'ovn-encap-ip', value: management(1) }],
      },
    ]);
    expect(move?.writes).toMatchObject([
      {
        changes: [{ ...change, key: 'ovn-encap-ip', before: management(1), after: underlay(1) }],
        holds: [type, { ...of, key: 'ovn-set-local-ip', value: 'true' }],
      },
    ]);
  });

  test('a swap without a place to wait is refused, and nobody is written', () => {
    const swap = [node(1, underlay(2), null), node(2, underlay(1), null)].map((each) => ({
      ...each,
      facts: { ...each.facts, managementIp: null },
    }));
    const { problems, stages: none } = planFor(swap);
    expect(none).toEqual([]);
    const inUse = (taker: number, holder: number) => ({
      nodes: [`micro0${taker}`, `micro0${holder}`],
      problem: {
        kind: 'endpoint-in-use',
        address: underlay(taker),
        taker: `micro0${taker}`,
        holder: `micro0${holder}`,
      },
    });
    expect(problems).toEqual(expect.arrayContaining([inUse(1, 2), inUse(2, 1)]));
  });

  test('nothing is said where nobody waits', () => {
    const nodes = [node(1, management(1), null), node(2, management(2), null)];
    const fleet = fleetOfNodes(...nodes);
    expect(cutover(underlayPlay(), fleet, planFor(nodes).nodes).findings).toEqual([]);
  });

  test('neighbours are forgotten once an address has changed hands, and no others', () => {
    const chain = [
      node(1, management(1), null),
      node(2, underlay(1), null),
      node(3, underlay(3), null),
    ];
    const flushed = planFor(chain).stages.map(({ prime }) => prime.map(({ flush }) => flush));
    expect(flushed).toEqual([
      [[], [], []],
      [[], [underlay(1)], [underlay(1)]],
    ]);
  });

  test('neighbours are asked for anew where an address had another owner', () => {
    const [first, second] = planFor([
      node(1, underlay(2), null),
      node(2, underlay(1), null),
    ]).stages;
    expect(first?.prime).toEqual([]);
    expect(second?.prime).toEqual([
      { node: 'micro01', source: underlay(1), targets: [underlay(2)], flush: [underlay(2)] },
      { node: 'micro02', source: underlay(2), targets: [underlay(1)], flush: [underlay(1)] },
    ]);
  });
});
