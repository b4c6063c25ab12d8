import { expect } from 'vitest';
import type { NodeState, Plan, Stage } from '../../src/model/plan.ts';
import { resolveEndpoint } from '../../src/planner/endpoint.ts';
import { plan } from '../../src/planner/plan.ts';
import { spec, underlayPlay } from './builders.ts';
import { facts, nic } from './facts.ts';
import { fleetOfNodes } from './fleet.ts';

export const underlay = (n: number): string => `198.19.0.${10 + n}`;
export const management = (n: number): string => `198.18.0.${10 + n}`;

/** Node n on its own underlay NIC, whose endpoint is `now`. */
export function node(n: number, now: string | null, ovnVersion: string | null): NodeState {
  const of = spec(n);
  const read = facts({
    managementIp: management(n),
    nics: [nic('eth0', [`${management(n)}/24`]), nic('eth1', [`${underlay(n)}/24`])],
    external_ids: {
      'ovn-encap-type': 'geneve',
      ...(now === null ? {} : { 'ovn-encap-ip': now }),
    },
    ovnVersion,
    systemId: of.name,
  });
  return { spec: of, facts: read, endpoint: resolveEndpoint(of, read) };
}

/** The plan that moves them, with other keys where a test names them. */
export function planFor(
  nodes: readonly NodeState[],
  keys: Readonly<Record<string, string>> = {},
): Plan {
  const selected = new Set(nodes.map(({ spec }) => spec.name));
  return plan(underlayPlay(keys), fleetOfNodes(...nodes), {
    selected,
    allow: new Set(),
    phase: 'draft',
  });
}

/** What the nodes hold after that stage; what it guards must hold before. */
export function written(nodes: readonly NodeState[], { writes }: Stage): readonly NodeState[] {
  return nodes.map((each) => {
    const ids = new Map(Object.entries(each.facts.ovs.columns.external_ids));
    const own = writes.find((write) => write.node === each.spec.name);
    for (const { key, value } of own?.holds ?? []) expect(ids.get(key) ?? null).toBe(value);
    for (const { key, before, after } of own?.changes ?? []) {
      expect(ids.get(key) ?? null).toBe(before);
      if (after === null) ids.delete(key);
      else ids.set(key, after);
    }
    const columns = { ...each.facts.ovs.columns, external_ids: Object.fromEntries(ids) };
    return { ...each, facts: { ...each.facts, ovs: { ...each.facts.ovs, columns } } };
  });
}

/** Each stage, and what it writes to which node. */
export function told(stages: readonly Stage[]) {
  return stages.map(({ name, layer, writes }) => ({
    stage: `${name} ${layer}`,
    writes: Object.fromEntries(
      writes.map(({ node, changes }) => [
        node,
        changes.map(({ key, after }) => `${key}=${after}`).join(' '),
      ]),
    ),
  }));
}
