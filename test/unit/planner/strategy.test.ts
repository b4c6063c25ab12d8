import { describe, expect, test } from 'vitest';
import type { Flows } from '../../../src/model/facts.ts';
import { choose } from '../../../src/planner/cutover/strategy.ts';
import { fleetOfNodes, movedNode, tunnel } from '../../support/fleet.ts';

const flowing = (n: number, flows: Flows | null, bfd = { state: 'up', flaps: 1 }) => {
  const node = movedNode(n, { tunnels: [tunnel(n, 3), tunnel(n, 4, n === 2 ? { bfd } : {})] });
  return { ...node, facts: { ...node.facts, ovs: { ...node.facts.ovs, flows } } };
};
/** The second node watches gateways. */
const fleet = fleetOfNodes(
  flowing(1, { current: 7, dumpMs: 90 }),
  flowing(2, { current: 90, dumpMs: 7 }),
  flowing(3, null),
);
const nodes = ['micro01', 'micro02', 'micro03'];
const failOver = { nodes: ['micro02'], problem: { kind: 'gateways-fail-over' } };
const reasons = ['it rains', 'it snows'];

describe('how endpoints move', () => {
  test.each(['auto', 'in-place'] as const)(
    'asked for %s: in place where nothing speaks against it, with the most that a node has',
    (asked) => {
      const problem = { kind: 'in-place', flows: 90, dumpMs: 90 };
      expect(choose(asked, fleet, [])).toEqual({
        strategy: 'in-place',
        findings: [{ nodes, problem }],
      });
    },
  );

  test('in place where no node says how many flows it has', () => {
    const { findings } = choose('auto', fleetOfNodes(flowing(1, null)), []);
    expect(findings).toEqual([
      { nodes: ['micro01'], problem: { kind: 'in-place', flows: 0, dumpMs: 0 } },
    ]);
  });

  test('in the other way where something does, and gateways fail over', () => {
    expect(choose('auto', fleet, reasons)).toEqual({
      strategy: 'synchronised',
      findings: [{ nodes, problem: { kind: 'not-in-place', reasons } }, failOver],
    });
  });

  test('not at all where the play asks for in place', () => {
    expect(choose('in-place', fleet, reasons)).toEqual({
      strategy: 'in-place',
      findings: [{ nodes, problem: { kind: 'cutover-unsupported', reasons } }],
    });
  });

  test('in the other way where the play asks for it', () => {
    expect(choose('synchronised', fleet, [])).toEqual({
      strategy: 'synchronised',
      findings: [failOver],
    });
    const unwatched = fleetOfNodes(flowing(1, null), flowing(3, null));
    expect(choose('synchronised', unwatched, []).findings).toEqual([]);
  });

  test('without a word where no node carries anything', () => {
    const idle = fleetOfNodes(movedNode(1, { ovnRunning: false }));
    expect(choose('auto', idle, reasons)).toEqual({ strategy: 'synchronised', findings: [] });
    const one = fleetOfNodes(movedNode(1, { ovnRunning: false }), movedNode(2));
    expect(choose('auto', one, reasons).findings).toHaveLength(1);
  });
});
