import type { Finding } from '../model/problem.ts';
import type { Check } from './check.ts';

/** A declared system-id that the node does not have: it may be another machine than was meant. */
export const systemId: Check = (fleet) =>
  fleet.nodes.flatMap(({ spec, facts }): readonly Finding[] => {
    if (spec.systemId === null || spec.systemId === facts.systemId) return [];
    const [declared, actual] = [spec.systemId, facts.systemId];
    return [{ nodes: [spec.name], problem: { kind: 'system-id-mismatch', declared, actual } }];
  });
