import type { NodePlan, Plan } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';

/** What keeps a saved plan from being what the fleet calls for now. */
export function staleness(saved: Plan, now: Plan): readonly Finding[] {
  const names = new Set([...saved.nodes, ...now.nodes].map(({ name }) => name));
  const nodes = [...names].filter((name) => changesOf(saved, name) !== changesOf(now, name));
  if (nodes.length > 0) return [{ nodes, problem: { kind: 'plan-stale', what: 'changes' } }];
  return JSON.stringify(saved.stages) === JSON.stringify(now.stages)
    ? []
    : [{ nodes: [], problem: { kind: 'plan-stale', what: 'stages' } }];
}

function changesOf({ nodes }: Plan, name: string): string {
  const node: NodePlan | undefined = nodes.find((each) => each.name === name);
  return JSON.stringify(node?.changes ?? []);
}
