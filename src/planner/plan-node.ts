import type { Change, Column, Wish } from '../model/change.ts';
import type { NodeFacts } from '../model/facts.ts';
import type { NodePlan, NodeState } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import { asksForSource } from '../ovn/endpoints.ts';
import { effective, keys, sameValue } from '../ovn/keys.ts';
import { variables } from './variables.ts';
import type { Problem } from '../problems/problem.ts';
import { tasks } from '../tasks/index.ts';

/** What one node lacks of what the play wishes. */
export function planNode(play: Play, node: NodeState): NodePlan {
  const lookup = variables(node);
  const asked = play.tasks.map(({ task, args }) => tasks[task]?.wish?.(args, node, lookup));
  const wishes = onePerKey(asked.flatMap((wish) => (wish?.ok ? wish.value : [])));
  const diffs = [...wishes, ...companions(wishes, node.facts)].map((wish) => diff(wish, node));
  return {
    name: node.spec.name,
    changes: diffs.flatMap((each) => each.changes ?? []),
    problems: [
      ...asked.flatMap((wish) => (wish === undefined || wish.ok ? [] : [wish.error])),
      ...diffs.flatMap((each) => each.problem ?? []),
    ],
  };
}

/** Two tasks may declare the same: the input has seen to it that they agree. */
function onePerKey(wishes: readonly Wish[]): readonly Wish[] {
  return [...new Map(wishes.map((wish) => [`${wish.column}:${wish.key}`, wish])).values()];
}

interface Diff {
  readonly changes?: readonly Change[];
  readonly problem?: Problem;
}

function diff({ column, key, value }: Wish, { facts }: NodeState): Diff {
  const current = effective(facts, column, key);
  if (sameValue(key, current.value, value)) return {};
  if (isMicroovns(column, key, facts)) {
    return { problem: { kind: 'microovn-remote', found: current.value, wanted: value } };
  }
  if (current.key === key) {
    const before = facts.ovs.columns[column][key] ?? null;
    return { changes: [{ table: 'Open_vSwitch', column, key, before, after: value }] };
  }
  // Somebody chose the suffixed key on purpose; it would win over whatever is written beside it.
  const [found, wanted] = [current.value ?? '', value ?? ''];
  return { problem: { kind: 'foreign-key', key: current.key, value: found, wanted } };
}

/** Whatever is written there lasts until microovnd starts again, or a member comes or goes. */
function isMicroovns(column: Column, key: string, { microovn }: NodeFacts): boolean {
  return microovn !== null && column === 'external_ids' && key === keys.remote;
}

/** What a wish brings with it: an endpoint its `ovn-set-local-ip`, where OVN asks for it. */
function companions(wishes: readonly Wish[], facts: NodeFacts): readonly Wish[] {
  const wished = (key: string) => wishes.find((wish) => wish.key === key);
  if (!wished(keys.encapIp)?.value || wished(keys.setLocalIp) !== undefined) return [];
  return asksForSource(facts)
    ? [{ column: 'external_ids', key: keys.setLocalIp, value: 'true' }]
    : [];
}
