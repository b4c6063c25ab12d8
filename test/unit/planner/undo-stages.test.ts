import { describe, expect, test } from 'vitest';
import type { NodeState, Stage, StageWrite } from '../../../src/model/plan.ts';
import { mustWait, onlyDropsSource, undoStages } from '../../../src/planner/cutover/undo-stages.ts';
import { layerOf, timerUndo, undoOf } from '../../../src/planner/cutover/undo.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';
import { management, node, planFor, told, underlay, written } from '../../support/stages.ts';

/** Two nodes that move, and learn to send from their endpoints first. */
const sourced = [node(1, management(1), '23.03.1'), node(2, management(2), '23.03.1')];
/** Node 3 frees what node 2 takes, which frees what node 1 takes. */
const chain = [
  node(1, management(1), null),
  node(2, underlay(1), null),
  node(3, underlay(2), null),
];
const swap = [node(1, underlay(2), '23.03.1'), node(2, underlay(1), '23.03.1')];

/** Node n, whose tunnels send from its endpoint already. */
const sending = (n: number, now: string): NodeState =>
  movedNode(n, { ovnVersion: '23.03.1' }, { 'ovn-encap-ip': now, 'ovn-set-local-ip': 'true' });

/** The stages of their plan, and what the nodes hold after the first `count` of them. */
function run(nodes: readonly NodeState[], count = Infinity, keys = {}) {
  const stages = planFor(nodes, keys).stages.slice(0, count);
  return { stages, now: stages.reduce(written, nodes) };
}

/** What takes those stages back. */
function back({ stages, now }: ReturnType<typeof run>): readonly Stage[] {
  return undoStages(stages, fleetOfNodes(...now));
}

describe('what a run wrote is put back', () => {
  test.each([
    ['sources', sourced],
    ['a chain', chain],
    ['a swap', swap],
    ['first endpoints', [node(1, null, '23.03.1'), node(2, management(2), null)]],
  ])('wherever it ended: %s', (_name, nodes) => {
    const { length } = planFor(nodes).stages;
    for (let count = 0; count <= length; count += 1) {
      const { stages, now } = run(nodes, count);
      expect(back({ stages, now }).reduce(written, now)).toEqual(nodes);
    }
  });

  test('endpoints first, and sources when every endpoint is the old one', () => {
    expect(told(back(run(sourced)))).toEqual([
      {
        stage: 'undo 0',
        writes: { micro01: 'ovn-encap-ip=198.18.0.11', micro02: 'ovn-encap-ip=198.18.0.12' },
      },
      {
        stage: 'undo 0',
        writes: { micro01: 'ovn-set-local-ip=null', micro02: 'ovn-set-local-ip=null' },
      },
    ]);
  });

  test('a source that went is there again before any endpoint moves', () => {
    const nodes = [sending(1, management(1))];
    const done = run(nodes, Infinity, { 'ovn-set-local-ip': 'false' });
    expect(told(done.stages).map(({ stage }) => stage)).toEqual(['move 0', 'drop-source 0']);
    expect(told(back(done))).toEqual([
      { stage: 'undo 0', writes: { micro01: 'ovn-set-local-ip=true' } },
      { stage: 'undo 0', writes: { micro01: 'ovn-encap-ip=198.18.0.11' } },
    ]);
  });

  test('the last layer first', () => {
    expect(told(back(run(chain)))).toEqual([
      { stage: 'undo 2', writes: { micro01: 'ovn-encap-ip=198.18.0.11' } },
      { stage: 'undo 1', writes: { micro02: 'ovn-encap-ip=198.19.0.11' } },
      { stage: 'undo 0', writes: { micro03: 'ovn-encap-ip=198.19.0.12' } },
    ]);
  });

  test('members of a swap by way of where they parked', () => {
    expect(told(back(run(swap)))).toEqual([
      {
        stage: 'undo 0',
        writes: { micro01: 'ovn-encap-ip=198.18.0.11', micro02: 'ovn-encap-ip=198.18.0.12' },
      },
      {
        stage: 'undo 0',
        writes: { micro01: 'ovn-encap-ip=198.19.0.12', micro02: 'ovn-encap-ip=198.19.0.11' },
      },
      {
        stage: 'undo 0',
        writes: { micro01: 'ovn-set-local-ip=null', micro02: 'ovn-set-local-ip=null' },
      },
    ]);
  });

  test('but not what somebody else has written since, nor where nobody can be read', () => {
    const { stages } = run(chain);
    const now = [node(1, '198.18.0.99', null), node(3, underlay(3), null)];
    expect(told(back({ stages, now }))).toEqual([
      { stage: 'undo 0', writes: { micro03: 'ovn-encap-ip=198.19.0.12' } },
    ]);
  });

  test('with no ping and no southbound row', () => {
    expect(back(run(swap))).toMatchObject([1, 2, 3].map(() => ({ prime: [], southbound: null })));
  });
});

/** The write of a node in the first of these stages that has one with this value. */
function writeOf(stages: readonly Stage[], value: string | null): StageWrite {
  const all = stages.flatMap(({ writes }) => writes);
  const found = all.find(({ changes }) => changes.some(({ after }) => after === value));
  if (found === undefined) throw new Error(`nobody writes ${value}`);
  return found;
}

describe('a node that cannot be read', () => {
  const waits = (done: ReturnType<typeof run>, value: string | null, ...unread: string[]) =>
    mustWait(done.stages, writeOf(back(done), value), unread);

  test('may still hold what another one takes', () => {
    expect(waits(run(chain), underlay(1), 'micro01')).toBe(true);
    expect(waits(run(chain), underlay(1), 'micro03')).toBe(false);
    expect(waits(run(chain), underlay(2), 'micro02')).toBe(true);
    expect(waits(run(chain), underlay(1))).toBe(false);
  });

  test('may hold where it parked, or what it had before', () => {
    const several = [node(1, `${underlay(2)},${management(3)}`, null), node(2, underlay(1), null)];
    const done = run(several);
    const taking = (after: string | null): StageWrite => {
      const change = {
        table: 'Open_vSwitch',
        column: 'external_ids',
        before: null,
        after,
      } as const;
      const changes = [{ ...change, key: 'ovn-encap-ip' }];
      return { node: 'micro02', changes, holds: [], tunnels: [] };
    };
    const held = [management(1), management(2), management(3), underlay(1), underlay(2)];
    const waiting = held.filter((each) =>
      mustWait(done.stages, taking(`198.18.0.99,${each}`), ['micro01']),
    );
    expect(waiting).toEqual([management(1), management(3), underlay(1), underlay(2)]);
    expect(mustWait(done.stages, taking(null), ['micro01'])).toBe(false);
    const first = run([node(1, null, null)]);
    expect(mustWait(first.stages, taking(underlay(1)), ['micro01'])).toBe(true);
    expect(mustWait(first.stages, taking(null), ['micro01'])).toBe(false);
  });

  test('needs the sources of the others while it may be at its new endpoint', () => {
    expect(waits(run(sourced), null, 'micro02')).toBe(true);
    expect(waits(run(sourced, 1), null, 'micro02')).toBe(false);
    expect(waits(run(sourced), management(1), 'micro02')).toBe(false);
    const released = writeOf(back(run(sourced)), null);
    expect(onlyDropsSource(released)).toBe(true);
    const more = [...released.changes, ...writeOf(back(run(sourced)), management(1)).changes];
    expect(onlyDropsSource({ ...released, changes: more })).toBe(false);
    expect(onlyDropsSource(writeOf(back(run(sourced)), management(1)))).toBe(false);
  });
});

describe('what a timer puts back by itself', () => {
  const undo = (stages: readonly Stage[], name: string) =>
    timerUndo(stages, name).map(({ key, ours, back: old }) => [key, ours, old]);

  test('is the old endpoint, and the source stays', () => {
    expect(undo(run(sourced).stages, 'micro01')).toEqual([
      ['ovn-encap-ip', [underlay(1)], management(1)],
    ]);
    expect(undo(run(sourced).stages, 'micro09')).toEqual([]);
  });

  test('is a source that went', () => {
    const nodes = [sending(1, management(1))];
    expect(undo(run(nodes, Infinity, { 'ovn-set-local-ip': 'false' }).stages, 'micro01')).toEqual([
      ['ovn-encap-ip', [underlay(1)], management(1)],
      ['ovn-set-local-ip', ['false'], 'true'],
    ]);
  });

  test('is where a member of a swap parked; everybody else goes all the way', () => {
    const { stages } = run([...swap, node(3, management(3), null)]);
    expect(undo(stages, 'micro01')).toEqual([['ovn-encap-ip', [underlay(1)], management(1)]]);
    expect(undo(stages, 'micro03')).toEqual([['ovn-encap-ip', [underlay(3)], management(3)]]);
  });
});

test('a timer of a chassis that a run makes beside a swap unmakes it', () => {
  const bare = movedNode(3);
  for (const key of ['ovn-encap-ip', 'ovn-encap-type'])
    Reflect.deleteProperty(bare.facts.ovs.columns.external_ids, key);
  const { stages } = run([...swap, bare]);
  expect(timerUndo(stages, 'micro03').map(({ key, back: old }) => [key, old])).toEqual([
    ['ovn-encap-type', null],
    ['ovn-encap-ip', null],
  ]);
});

describe('what undoes a run', () => {
  const type = { table: 'Open_vSwitch', column: 'external_ids', key: 'ovn-encap-type' } as const;
  const stage = (
    before: string | null,
    after: string | null,
    more: StageWrite['changes'] = [],
  ) => ({
    ...({ name: 'write', layer: 0, prime: [], southbound: null } as const),
    writes: [
      { node: 'micro01', changes: [{ ...type, before, after }, ...more], holds: [], tunnels: [] },
    ],
  });
  const undo = (...stages: readonly Stage[]) => undoOf(stages, 'micro01');
  const of = { column: 'external_ids', key: 'ovn-encap-type' };

  test('names every value that it writes, but not the one that was there', () => {
    expect(undo(stage('a', 'b'), stage('b', 'c'), stage('c', 'b'), stage('b', 'a'))).toEqual([
      { ...of, ours: ['b', 'c'], back: 'a' },
    ]);
  });

  test('does not make a chassis stand still again that was left so, unless it was none', () => {
    expect(undo(stage(null, 'geneve'))).toEqual([]);
    const first = { ...type, key: 'ovn-encap-ip', before: null, after: underlay(1) };
    expect(undo(stage(null, 'geneve', [first]))).toContainEqual({
      ...of,
      ours: ['geneve'],
      back: null,
    });
    expect(undo(stage('geneve', null), stage(null, 'geneve'))).toEqual([
      { ...of, ours: [null], back: 'geneve' },
    ]);
    expect(undo(stage('geneve', null), stage(null, 'vxlan'))).toEqual([
      { ...of, ours: [null, 'vxlan'], back: 'geneve' },
    ]);
  });

  test('goes by the layer in which the endpoint moved, not by when its source went', () => {
    const nodes = [1, 2, 3].map((n) => sending(n, n === 1 ? management(1) : underlay(n - 1)));
    const { stages } = run(nodes, Infinity, { 'ovn-set-local-ip': 'false' });
    expect(stages.at(-1)).toMatchObject({ name: 'drop-source', layer: 2 });
    const names = ['micro01', 'micro02', 'micro03', 'micro09'];
    expect(names.map((name) => layerOf(stages, name))).toEqual([2, 1, 0, 0]);
  });
});
