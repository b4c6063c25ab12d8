import type { Change } from '../model/change.ts';
import { groupBy } from '../model/group-by.ts';
import { causeOf, classOf, type Problem } from '../problems/problem.ts';
import type { NodeReport } from '../model/report.ts';

/** Nodes that came out alike. */
export interface Group {
  readonly nodes: readonly [NodeReport, ...NodeReport[]];
  /** Their changes with what differs written as `x`; null: each node shows its own. */
  readonly pattern: readonly Change[] | null;
}

/** As many nodes as each show their own changes. */
const few = 3;

/**
 * Folds nodes with the same status, the same changes and the same kinds of problems into one group,
 * in the order of the first of each. A few nodes come apart again, in their old order, unless they
 * would say a third time what is wrong.
 */
export function groups(nodes: readonly NodeReport[], folded: boolean): readonly Group[] {
  const found = groupBy(nodes, (node) => (folded ? likeness(node) : node.name));
  const all = [...found.values()].flatMap((members) =>
    members.length > (members[0].problems.length > 0 ? few - 1 : few)
      ? [groupOf(members)]
      : members.map((node): Group => ({ nodes: [node], pattern: node.changes })),
  );
  const position = new Map(nodes.map((node, at) => [node, at]));
  const order = ({ nodes: [first] }: Group): number => position.get(first) ?? 0;
  return all.toSorted((one, other) => order(one) - order(other));
}

function groupOf(nodes: Group['nodes']): Group {
  const group = { nodes, pattern: nodes[0].changes.map(pattern) };
  return nodes.length <= few && isMasked(group) ? { nodes, pattern: null } : group;
}

/** Whether the pattern of a group leaves out what differs among its nodes. */
export function isMasked({ nodes, pattern }: Group): boolean {
  return pattern !== null && JSON.stringify(pattern) !== JSON.stringify(nodes[0].changes);
}

function likeness({ name, status, changes, problems }: NodeReport): string {
  return JSON.stringify([status, changes.map(pattern), problems.map((each) => cause(each, name))]);
}

/** A host key is looked at one by one. */
function cause(problem: Problem, name: string): string {
  return classOf(problem) === 'host-key' ? name : causeOf(problem);
}

/** Folds only where both addresses end alike: then `x` hides nothing that the other does not tell. */
function pattern(change: Change): Change {
  const [before, after] = [ending(change.before), ending(change.after)];
  const host = after ?? before;
  if (host === null || (before ?? host) !== (after ?? host)) return change;
  if (change.before !== null && before === null) return change;
  if (change.after !== null && after === null) return change;
  return { ...change, before: masked(change.before), after: masked(change.after) };
}

/** The last number of a single address, IPv4 or IPv6. */
function ending(value: string | null): string | null {
  if (value !== null && value.length > 45) return null;
  return (
    /^(?:\d+\.){3}(\d+)$|^[0-9a-f:]+:([0-9a-f]+)$/
      .exec(value ?? '')
      ?.slice(1)
      .find(Boolean) ?? null
  );
}

function masked(value: string | null): string | null {
  return value?.replace(/[0-9a-f]+$/, 'x') ?? null;
}
