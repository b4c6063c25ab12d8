import type { Change, Wish } from '../model/change.ts';
import type { NodeState } from '../model/fleet.ts';
import type { NodePlan } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import type { Problem } from '../model/problem.ts';
import { sameValue } from '../ovs/canonical.ts';
import { effective } from '../ovs/effective.ts';
import { tasks } from '../tasks/index.ts';
import { companions } from './companions.ts';
import { variables } from './variables.ts';

/** What one node lacks of what the play wishes. */
export function planNode(play: Play, node: NodeState): NodePlan {
  const lookup = variables(node);
  const asked = play.tasks.map(({ task, args }) => tasks[task]?.wish?.(args, node, lookup));
  const wishes = asked.flatMap((wish) => (wish?.ok ? wish.value : []));
  const outcomes = [...wishes, ...companions(wishes, node.facts)].map((wish) => diff(wish, node));
  return {
    name: node.spec.name,
    changes: outcomes.flatMap((outcome) => outcome.change ?? []),
    problems: [
      ...asked.flatMap((wish) => (wish === undefined || wish.ok ? [] : [wish.error])),
      ...outcomes.flatMap((outcome) => outcome.problem ?? []),
    ],
  };
}

interface Outcome {
  readonly change?: Change;
  readonly problem?: Problem;
}

function diff({ column, key, value }: Wish, { facts }: NodeState): Outcome {
  const current = effective(facts, column, key);
  if (sameValue(key, current.value, value)) return {};
  if (current.key === key) {
    return { change: { table: 'Open_vSwitch', column, key, before: current.value, after: value } };
  }
  // Somebody chose the suffixed key on purpose; it would win over whatever is written beside it.
  const [found, wanted] = [current.value ?? '', value ?? ''];
  return { problem: { kind: 'foreign-key', key: current.key, value: found, wanted } };
}
