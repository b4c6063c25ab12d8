import type { NodeFacts } from '../../model/facts.ts';
import type { Fleet, NodeState, PathAnswer } from '../../model/plan.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Result } from '../../model/result.ts';
import type { Southbound } from '../../model/southbound.ts';
import { resolveEndpoint } from '../../planner/endpoint.ts';

/** What was read of one node, whether in the first round or in the verification. */
export interface Read {
  readonly spec: NodeSpec;
  readonly facts: Result<NodeFacts, Problem>;
}

/** The readings as the planner takes them. */
export function fleetOf(
  readings: readonly Read[],
  southbound: readonly Southbound[],
  paths: readonly PathAnswer[] | null = null,
): Fleet {
  return {
    nodes: readings.flatMap(({ spec, facts }) => (facts.ok ? state(spec, facts.value) : [])),
    unread: readings.flatMap(({ spec, facts }) => (facts.ok ? [] : { spec, problem: facts.error })),
    paths,
    southbound,
  };
}

function state(spec: NodeSpec, facts: NodeFacts): NodeState {
  return { spec, facts, endpoint: resolveEndpoint(spec, facts) };
}
