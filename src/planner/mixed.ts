import type { Fleet } from '../model/fleet.ts';
import type { NodePlan } from '../model/plan.ts';
import { carries, type PathAnswer } from '../model/path.ts';
import { isError } from '../model/problem-class.ts';
import type { Finding } from '../model/problem.ts';

/** How far the plan is. */
interface Scope {
  /** Answers are to be had by now. */
  readonly probed?: boolean;
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
      ...(scope.probed === true && unproven.length > 0
        ? [{ nodes: [mover], problem: { kind: 'mixed-unproven', others: unproven } } as const]
        : []),
    ];
  });
}

/** Not planned for, or at rest where the mover does not go: on the management network, or off it. */
function leftBehind({ fleet, chosen, others }: Parts, mover: string): readonly string[] {
  const declared = new Set(
    fleet.nodes.filter(({ spec }) => spec.underlay === false).map(({ spec }) => spec.name),
  );
  const apart = ({ name }: NodePlan): boolean => declared.has(name) !== declared.has(mover);
  return [
    ...others.filter((other) => stays(other) || apart(other)).map(({ name }) => name),
    ...chosen.filter((node) => apart(node) && !moves(node)).map(({ name }) => name),
  ];
}

/** Who has no endpoint yet has no tunnel that could break. */
function stays({ changes, problems }: NodePlan): boolean {
  const change = changes.find(({ key }) => key === 'ovn-encap-ip');
  return (change !== undefined && change.before !== null) || problems.some(isError);
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
  return changes.some(({ key }) => key === 'ovn-encap-ip');
}
