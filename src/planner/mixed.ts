import { carries, type Fleet, type NodePlan, type PathAnswer, type Phase } from '../model/plan.ts';
import { type Finding, isError } from '../problems/problem.ts';
import { endpointChange, endpointsOf, isEndpoint, isFirst } from '../ovn/endpoints.ts';

interface Scope {
  readonly phase: Phase;
  /** Go on without the nodes that could not be read. */
  readonly allowPartial?: boolean;
}

/** What of a plan tells who moves and who does not. */
export interface Parts {
  readonly fleet: Fleet;
  /** Planned for. */
  readonly chosen: readonly NodePlan[];
  readonly others: readonly NodePlan[];
}

/**
 * Tunnels between nodes that move and nodes that stay where they are: nobody knows whether they
 * carry anything, unless every such pair has answered over its final addresses, both ways.
 */
export function mixed(parts: Parts, scope: Scope): readonly Finding[] {
  const movers = parts.chosen.filter(moves).map(({ name }) => name);
  return movers.flatMap((mover): readonly Finding[] => {
    const left = [...leftBehind(parts, mover), ...unread(parts, scope)];
    if (left.length === 0) return [];
    const unproven = left.filter((other) => !isProven(parts.fleet.paths ?? [], mover, other));
    return [
      { nodes: [mover], problem: { kind: 'mixed', others: left } },
      ...(scope.phase === 'asked' && unproven.length > 0
        ? [{ nodes: [mover], problem: { kind: 'mixed-unproven', others: unproven } } as const]
        : []),
    ];
  });
}

/** Not planned for, or, in the end, on the other network than the mover. */
function leftBehind({ fleet, chosen, others }: Parts, mover: string): readonly string[] {
  const sides = new Map([...chosen, ...others].map((node) => [node.name, sideOf(node, fleet)]));
  const apart = ({ name }: NodePlan): boolean => {
    const [own, its] = [sides.get(mover) ?? null, sides.get(name) ?? null];
    return own !== null && its !== null && own !== its;
  };
  return [
    ...others.filter((other) => stays(other) || apart(other)).map(({ name }) => name),
    ...chosen.filter((node) => apart(node) && !isNew(node)).map(({ name }) => name),
  ];
}

/** Where a node is in the end; null: its underlay is its management address, so that it is on both. */
function sideOf({ name, changes }: NodePlan, { nodes }: Fleet): 'management' | 'underlay' | null {
  const node = nodes.find(({ spec }) => spec.name === name);
  if (node === undefined) return null;
  if (node.spec.underlay === false) return 'management';
  const change = endpointChange(changes);
  const [endpoint] = change === undefined ? endpointsOf(node.facts) : [change.after];
  return endpoint === node.facts.managementIp?.text ? null : 'underlay';
}

function stays(node: NodePlan): boolean {
  return (moves(node) && !isNew(node)) || node.problems.some(isError);
}

/** Who has no endpoint yet has no tunnel that could break. */
function isNew({ changes }: NodePlan): boolean {
  return changes.some(isFirst);
}

/** Who cannot be read stops the run anyway, unless the user lets it go. */
function unread({ fleet }: Parts, { allowPartial = false }: Scope): readonly string[] {
  return allowPartial ? fleet.unread.map(({ spec }) => spec.name) : [];
}

function isProven(paths: readonly PathAnswer[], one: string, other: string): boolean {
  const way = (from: string, to: string): boolean =>
    paths.some((answer) => answer.from === from && answer.to === to && carries(answer));
  return way(one, other) && way(other, one);
}

function moves({ changes }: NodePlan): boolean {
  return changes.some(isEndpoint);
}
