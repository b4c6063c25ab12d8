import { describe, expect, test } from 'vitest';
import type { NodeFacts } from '../../../src/model/facts.ts';
import type { NodeState } from '../../../src/model/plan.ts';
import type { NodeSpec } from '../../../src/model/inventory.ts';
import type { Play } from '../../../src/model/play.ts';
import { plan } from '../../../src/planner/plan.ts';
import { underlayPlay } from '../../support/builders.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

const bootstrap = underlayPlay({
  'system-id': '{{ system_id }}',
  'ovn-remote': 'tcp:1.2.3.4:6642',
});

/** Node n without any key, and without OVN. */
function bare(
  n: number,
  differs: Partial<NodeFacts> = {},
  specDiffers: Partial<NodeSpec> = {},
): NodeState {
  const { ovs } = movedNode(n).facts;
  const own = differs.systemId ?? null;
  const columns = { external_ids: own === null ? {} : { 'system-id': own }, other_config: {} };
  const nothing = { ovs: { ...ovs, columns }, ovnVersion: null, ovnRunning: false, systemId: null };
  return movedNode(n, { ...nothing, ...differs }, {}, specDiffers);
}

function planFor(nodes: readonly NodeState[], play: Play = bootstrap, selected = nodes) {
  const names = new Set(selected.map(({ spec }) => spec.name));
  return plan(play, fleetOfNodes(...nodes), { selected: names, allow: new Set(), phase: 'draft' });
}

function problems(node: NodeState, play?: Play) {
  return planFor([node], play).nodes[0]?.problems.map(({ kind }) => kind);
}

function newId(node: NodeState) {
  return planFor([node]).nodes[0]?.changes.find(({ key }) => key === 'system-id')?.after;
}

const declared = { systemId: 'declared' };

describe('{{ system_id }}', () => {
  test('is the one of the inventory, else the node’s own, else its name', () => {
    expect(newId(bare(1, {}, declared))).toBe('declared');
    expect(newId(bare(1, { systemId: 'own' }))).toBeUndefined();
    expect(newId(bare(1, { systemIdFile: 'of ovs-ctl' }))).toBe('of ovs-ctl');
    expect(newId(bare(1))).toBe('micro01');
  });
});

describe('another system-id than the declared one', () => {
  test('is replaced on a host that is no chassis yet', () => {
    expect(problems(bare(1, {}, declared))).toEqual([]);
    expect(problems(bare(1, { systemId: 'own' }, declared))).toEqual([]);
    expect(newId(bare(1, { systemId: 'own' }, declared))).toBe('declared');
  });

  test('is refused where an ovn-controller runs, or has been told of a database', () => {
    const running = bare(1, { systemId: 'own', ovnRunning: true }, declared);
    expect(problems(running)).toEqual(['system-id-mismatch']);
    const { ovs } = movedNode(1).facts;
    const told = bare(1, { systemId: 'micro01', ovs }, declared);
    expect(problems(told)).toEqual(['system-id-mismatch']);
  });

  test('is refused where the playbook does not set it, for it may be another machine', () => {
    expect(problems(bare(1, {}, declared), underlayPlay())).toEqual(['system-id-mismatch']);
    const another = underlayPlay({ 'system-id': 'another' });
    expect(problems(bare(1, {}, declared), another)).toEqual(['system-id-mismatch']);
  });

  test('of a host that is not its turn yet keeps nobody from being set up', () => {
    const [one, two] = [bare(1), bare(2, {}, declared)];
    const { nodes, problems: shared } = planFor([one, two], bootstrap, [one]);
    expect([nodes[0]?.problems, shared]).toEqual([[], []]);
  });
});

describe('a system-id that is about to be written', () => {
  const kinds = (...nodes: readonly NodeState[]) =>
    planFor(nodes).problems.map(({ problem }) => problem.kind);

  test('counts among those that no two nodes may have', () => {
    const taken = movedNode(2, { systemId: 'micro01' });
    expect(kinds(bare(1), taken)).toEqual(['shared-system-id']);
    const clone = { systemId: 'cloned' };
    expect(kinds(bare(1, clone), bare(2, clone))).toEqual(['shared-system-id']);
    expect(kinds(bare(1, clone, { systemId: 'a' }), bare(2, clone, { systemId: 'b' }))).toEqual([]);
  });

  test('may be that of the chassis which the host was before', () => {
    const peer = movedNode(2, { tunnels: [tunnel(2, 1)] });
    expect(planFor([bare(1), peer], bootstrap, [bare(1)]).nodes[0]?.problems).toEqual([]);
  });
});
