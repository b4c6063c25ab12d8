import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/model/change.ts';
import { err, ok } from '../../../src/model/result.ts';
import { ovsExternalIds, ovsOtherConfig } from '../../../src/tasks/ovs-columns.ts';
import { undo as undoing } from '../../../src/tasks/undo.ts';
import { facts } from '../../support/facts.ts';
import { fleetOfNodes, movedNode } from '../../support/fleet.ts';

const unknown = { kind: 'unknown-variable', name: 'nobody' } as const;
const lookup = (name: string) => (name === 'underlay_ip' ? ok('198.19.0.11') : err(unknown));

describe.each([ovsExternalIds, ovsOtherConfig])('the keys that $name declares', (task) => {
  const wish = (args: Readonly<Record<string, Value | number | boolean>>) =>
    task.wish?.(args, movedNode(1), lookup);

  test('are wished as texts, with variables filled in', () => {
    const { column } = task;
    expect(wish({ a: 'at {{ underlay_ip }}', b: 5, c: true, d: null })).toEqual(
      ok([
        { column, key: 'a', value: 'at 198.19.0.11' },
        { column, key: 'b', value: '5' },
        { column, key: 'c', value: 'true' },
        { column, key: 'd', value: null },
      ]),
    );
  });

  test('are not wished at all where a variable cannot be had', () => {
    expect(wish({ a: 'x', b: '{{ nobody }}' })).toEqual(err(unknown));
  });
});

test('each writes a column of its own', () => {
  expect([ovsExternalIds.column, ovsOtherConfig.column]).toEqual(['external_ids', 'other_config']);
});

describe('what a run wrote', () => {
  const key = 'ovn-encap-ip';
  const undo = { column: 'external_ids', key, ours: ['b', 'c'], back: 'a' } as const;
  const absent = { column: 'other_config', key: 'x', ours: ['1', null], back: null } as const;
  const args = { run: 'r', undo: { micro01: [undo, absent] } };

  function node(value: Value, other_config = {}) {
    const external_ids = value === null ? {} : { [key]: value };
    return { ...movedNode(1), facts: facts({ external_ids, other_config }) };
  }

  test.each([
    ['as it wrote it at last', 'c', [['ovn-encap-ip', 'a']], []],
    ['as it wrote it on the way', 'b', [['ovn-encap-ip', 'a']], []],
    ['as it was before', 'a', [], []],
    ['as somebody else wrote it', 'z', [], ['z']],
    ['no more', null, [], [null]],
  ])('stands there %s', (_name, value, back, foreign) => {
    const one = node(value, { x: 'somebody’s' });
    const wishes = back.map(([name, to]) => ({ column: 'external_ids', key: name, value: to }));
    expect(undoing.wish?.(args, one, lookup)).toEqual(ok(wishes));
    const theirs = foreign.map((now) => ({ kind: 'not-ours', key, now, run: 'r' }));
    const other = { kind: 'not-ours', key: 'x', now: 'somebody’s', run: 'r' };
    expect(undoing.judge?.(args, fleetOfNodes(one))).toEqual(
      [...theirs, other].map((problem) => ({ nodes: ['micro01'], problem })),
    );
  });

  test('and is to be absent again', () => {
    const wish = { column: 'other_config', key: 'x', value: null };
    expect(undoing.wish?.(args, node('a', { x: '1' }), lookup)).toEqual(ok([wish]));
  });

  test.each(['micro02', 'constructor'])('is nothing on the node %s', (name) => {
    const stranger = { ...node('c'), spec: { ...movedNode(1).spec, name } };
    expect(undoing.wish?.(args, stranger, lookup)).toEqual(ok([]));
    expect(undoing.judge?.(args, fleetOfNodes(stranger))).toEqual([]);
  });
});
