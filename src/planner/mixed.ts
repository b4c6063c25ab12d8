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
  const left = [...leftBehind(parts), ...unread(parts, scope)];
  if (movers.length === 0 || left.length === 0) return [];
  const unproven = (mover: string): readonly string[] =>
    left.filter((other) => !isProven(parts.fleet.paths ?? [], mover, other));
  return movers.flatMap((mover): readonly Finding[] => [
    { nodes: [mover], problem: { kind: 'mixed', others: left } },
    ...(scope.probed === true && unproven(mover).length > 0
      ? [{ nodes: [mover], problem: { kind: 'mixed-unproven', others: unproven(mover) } } as const]
      : []),
  ]);
}

/** Not planned for, or declared to stay on the management network. */
function leftBehind({ fleet, chosen, others }: Parts): readonly string[] {
  const stays = (other: NodePlan): boolean => moves(other) || other.problems.some(isError);
  const declared = new Set(
    fleet.nodes.filter(({ spec }) => spec.underlay === false).map(({ spec }) => spec.name),
  );
  return [
    ...others.filter((other) => stays(other) || declared.has(other.name)).map(({ name }) => name),
    ...chosen.filter((node) => declared.has(node.name) && !moves(node)).map(({ name }) => name),
  ];
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
