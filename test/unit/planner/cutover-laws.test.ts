import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NodeState } from '../../../src/model/plan.ts';
import { effective } from '../../../src/ovn/keys.ts';
import { management, node, planFor, underlay, written } from '../../support/stages.ts';

describe('laws of a cutover', () => {
  const version = fc.constantFrom(null, '23.03.1', '24.09.1', '25.03.0');
  const endpoint = fc.constantFrom(...[1, 2, 3, 4, 5].flatMap((n) => [underlay(n), management(n)]));
  const holders = fc.uniqueArray(fc.option(endpoint), {
    minLength: 5,
    maxLength: 5,
    selector: (value) => value ?? {},
  });
  const fleet = fc
    .tuple(holders, version)
    .map(([now, ovn]) => now.map((value, at) => node(at + 1, value, ovn)));

  // Writes of one stage land in any order: neither old nor new may meet another's.
  test('no two chassis list one address at any instant, and each ends where it should', () => {
    fc.assert(
      fc.property(fleet, (start) => {
        const { stages, problems } = planFor(start);
        if (problems.some(({ problem }) => problem.kind === 'endpoint-in-use')) return;
        let now: readonly NodeState[] = start;
        for (const stage of stages) {
          const next = written(now, stage);
          const held = now.map((each, at) => {
            const after = next[at];
            return new Set([...listed(each), ...(after === undefined ? [] : listed(after))]);
          });
          const all = held.flatMap((addresses) => [...addresses]);
          expect(all.length).toBe(new Set(all).size);
          now = next;
        }
        expect(now.map((each) => each.facts.ovs.columns.external_ids['ovn-encap-ip'])).toEqual(
          now.map((_, at) => underlay(at + 1)),
        );
      }),
      { numRuns: 700 },
    );
  });
});

function listed({ facts }: NodeState): readonly string[] {
  return effective(facts, 'external_ids', 'ovn-encap-ip').value?.split(',') ?? [];
}
