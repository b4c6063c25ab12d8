import type { NodeFacts } from '../model/facts.ts';
import type { NodePlan } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
import { effectiveList, keys } from '../ovn/keys.ts';
import type { Check } from './check.ts';

/**
 * A declared system-id that the node does not have: it may be another machine than was meant. A host
 * that is no chassis yet may be given one; nobody knows it by another name.
 */
export const systemId: Check = (fleet, drafts) =>
  fleet.nodes.flatMap(({ spec, facts }): readonly Finding[] => {
    const [declared, actual] = [spec.systemId, facts.systemId];
    if (declared === null || declared === actual) return [];
    const draft = drafts.find(({ name }) => name === spec.name);
    if (!isChassis(facts) && (draft === undefined || names(draft, declared))) return [];
    return [{ nodes: [spec.name], problem: { kind: 'system-id-mismatch', declared, actual } }];
  });

function names({ changes }: NodePlan, systemId: string): boolean {
  return changes.some(({ key, after }) => key === keys.systemId && after === systemId);
}

function isChassis(facts: NodeFacts): boolean {
  return facts.ovnRunning || effectiveList(facts, keys.remote).length > 0;
}
