import { canonical } from '../model/address.ts';
import type { Fleet } from '../model/fleet.ts';
import type { NodePlan } from '../model/plan.ts';
import { effective } from '../ovs/effective.ts';

/** The addresses that a node's tunnels end at: now, and once its draft is written. */
export interface Endpoints {
  readonly node: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** It keeps what it has. */
export function isStill({ before, after }: Pick<Endpoints, 'before' | 'after'>): boolean {
  return before.toSorted().join() === after.toSorted().join();
}

export function endpoints(fleet: Fleet, drafts: readonly NodePlan[]): readonly Endpoints[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  return fleet.nodes.map(({ spec, facts }) => {
    const now = effective(facts, 'external_ids', 'ovn-encap-ip').value;
    const change = byName.get(spec.name)?.changes.find(({ key }) => key === 'ovn-encap-ip');
    return { node: spec.name, before: list(now), after: list(change ? change.after : now) };
  });
}

function list(value: string | null): readonly string[] {
  return value === null ? [] : value.split(',').map(canonical);
}
