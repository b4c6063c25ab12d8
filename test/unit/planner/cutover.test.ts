import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { NodeState } from '../../../src/model/fleet.ts';
import type { Stage } from '../../../src/model/plan.ts';
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
    expect(stages([node(1, management(1), '23.03.1'), ...frozen]).slice(0, 2)).toEqual([
      { stage: 'thaw 0', writes: { micro02: 'ovn-encap-type=geneve' } },
      {
        stage: 'source 0',
        writes: { micro01: 'ovn-set-local-ip=true', micro02: 'ovn-set-local-ip=true' },
      },
    ]);
    const [, source] = planFor([node(1, management(1), '23.03.1'), ...frozen]).stages;
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
