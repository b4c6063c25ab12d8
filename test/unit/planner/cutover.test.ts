import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { NodeState } from '../../../src/model/fleet.ts';
import type { Plan, Stage } from '../../../src/model/plan.ts';
import { effective } from '../../../src/ovn/effective.ts';
import { resolveEndpoint } from '../../../src/planner/endpoint.ts';
import { plan } from '../../../src/planner/plan.ts';
import { spec, underlayPlay } from '../../support/builders.ts';
import { facts, nic } from '../../support/facts.ts';

const underlay = (n: number): string => `198.19.0.${10 + n}`;
const management = (n: number): string => `198.18.0.${10 + n}`;

/** Node n on its own underlay NIC, whose endpoint is `now`. */
function node(n: number, now: string | null, ovnVersion: string | null, more = {}): NodeState {
  const of = spec(n);
  const read = facts({
    managementIp: management(n),
    nics: [nic('eth0', [`${management(n)}/24`]), nic('eth1', [`${underlay(n)}/24`])],
    external_ids: {
      'ovn-encap-type': 'geneve',
      ...(now === null ? {} : { 'ovn-encap-ip': now }),
      ...more,
    },
    ovnVersion,
    systemId: of.name,
  });
  return { spec: of, facts: read, endpoint: resolveEndpoint(of, read) };
}

function planFor(nodes: readonly NodeState[]): Plan {
  const selected = new Set(nodes.map(({ spec }) => spec.name));
  const fleet = { nodes, unread: [], paths: null, southbound: [] };
  return plan(underlayPlay(), fleet, { selected, allow: new Set(), phase: 'draft' });
}

function written(nodes: readonly NodeState[], { writes }: Stage): readonly NodeState[] {
  return nodes.map((each) => {
    const ids = new Map(Object.entries(each.facts.ovs.columns.external_ids));
    const own = writes.find((write) => write.node === each.spec.name);
    for (const { key, before, after } of own?.changes ?? []) {
      expect(ids.get(key) ?? null).toBe(before);
      if (after === null) ids.delete(key);
      else ids.set(key, after);
    }
    for (const { key, value } of own?.holds ?? []) expect(ids.get(key) ?? null).toBe(value);
    const columns = { ...each.facts.ovs.columns, external_ids: Object.fromEntries(ids) };
    return { ...each, facts: { ...each.facts, ovs: { ...each.facts.ovs, columns } } };
  });
}

function listed({ facts }: NodeState): readonly string[] {
  return effective(facts, 'external_ids', 'ovn-encap-ip').value?.split(',') ?? [];
}

function stages(nodes: readonly NodeState[]) {
  return planFor(nodes).stages.map(({ name, layer, writes }) => ({
    stage: `${name} ${layer}`,
    writes: Object.fromEntries(
      writes.map((write) => [
        write.node,
        write.changes.map(({ key, after }) => `${key}=${after}`).join(' '),
      ]),
    ),
  }));
}

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
      { numRuns: 2000 },
    );
  });
});

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
