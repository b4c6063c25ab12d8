import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeState } from '../../../src/model/plan.ts';
import { movedNode } from '../../support/fleet.ts';
import { planFor, written } from '../../support/stages.ts';

type Ids = Readonly<Record<string, string>>;

function state(n: number, ids: Ids, ovnVersion: string | null): NodeState {
  const { facts, ...node } = movedNode(n, { ovnVersion, ovnRunning: ovnVersion !== null });
  const columns = { ...facts.ovs.columns, external_ids: ids };
  return { ...node, facts: { ...facts, ovs: { ...facts.ovs, columns } } };
}

const value = fc.constantFrom(
  '198.18.0.11',
  '198.19.0.11',
  'geneve',
  'vxlan',
  'a,b',
  '',
  'x"y',
  'true',
);
const ids = fc.dictionary(
  fc.constantFrom(
    'ovn-encap-ip',
    'ovn-encap-type',
    'ovn-set-local-ip',
    'system-id',
    'foreign',
    'ovn-remote',
  ),
  value,
);
const version = fc.constantFrom(
  null,
  '20.03.2',
  '22.03.0',
  '23.03.1',
  '24.03.4',
  '24.09.0',
  '26.03.2',
);
const nodes = fc
  .array(fc.tuple(ids, version), { minLength: 1, maxLength: 4 })
  .map((list) => list.map(([keys, ovn], at) => state(at + 1, keys, ovn)));

describe('laws of the plan', () => {
  test('planning after applying is empty', () => {
    fc.assert(
      fc.property(nodes, (states) => {
        const second = planFor(planFor(states).stages.reduce(written, states));
        expect(second.nodes.flatMap(({ changes }) => changes)).toEqual([]);
        expect(second.stages).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('a plan never names a key that is neither declared nor its known companion', () => {
    const keys = new Set(['ovn-encap-ip', 'ovn-encap-type', 'ovn-set-local-ip']);
    fc.assert(
      fc.property(nodes, (states) => {
        const named = planFor(states).nodes.flatMap(({ changes }) => changes.map(({ key }) => key));
        expect(named.filter((key) => !keys.has(key))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('the stages, folded, are the net changes', () => {
    fc.assert(
      fc.property(nodes, (states) => {
        const { nodes: net, stages } = planFor(states);
        const writes = net.map(({ name: node, changes }) => ({
          node,
          changes,
          holds: [],
          tunnels: [],
        }));
        const rest = { name: 'write', layer: 0, prime: [], southbound: null } as const;
        const atOnce = written(states, { ...rest, writes });
        expect(stages.reduce(written, states)).toEqual(atOnce);
      }),
    );
  });

  test('the guard of each change is what was read', () => {
    fc.assert(
      fc.property(nodes, (states) => {
        for (const { name, changes } of planFor(states).nodes) {
          const read = states.find((node) => node.spec.name === name)?.facts.ovs.columns
            .external_ids;
          for (const { key, before } of changes) expect(before).toBe(read?.[key] ?? null);
        }
      }),
    );
  });
});
