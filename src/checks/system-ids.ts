import type { Fleet, NodePlan } from '../model/plan.ts';
import { keys } from '../ovn/keys.ts';

/** The chassis name of a node: now, and once its draft is written. */
interface SystemIds {
  readonly node: string;
  readonly before: string | null;
  readonly after: string | null;
}

export function systemIds(fleet: Fleet, drafts: readonly NodePlan[]): readonly SystemIds[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  return fleet.nodes.map(({ spec, facts: { systemId: before } }) => {
    const change = byName.get(spec.name)?.changes.find(({ key }) => key === keys.systemId);
    return { node: spec.name, before, after: change === undefined ? before : change.after };
  });
}
