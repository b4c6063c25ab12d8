import type { Value, Wish } from '../model/change.ts';
import type { NodeState } from '../model/plan.ts';
import type { Finding } from '../problems/problem.ts';
import { ok } from '../model/result.ts';
import type { Undo } from '../model/undo.ts';
import type { Task } from './task.ts';

/** By node: every key that a run wrote there. */
export interface UndoArgs {
  readonly run: string;
  readonly undo: Readonly<Record<string, readonly Undo[]>>;
}

/** Rolls back the values of a run that still stand; not for playbooks: a journal fills it in. */
export const undo: Task<UndoArgs> = {
  name: 'undo',
  schema: false,
  wish: (args, node) => {
    const ours = undoOf(args, node).filter((each) => each.ours.includes(now(node, each)));
    return ok(ours.map(({ column, key, back: value }): Wish => ({ column, key, value })));
  },
  judge: (args, { nodes }) => nodes.flatMap((node) => foreign(args, node)),
};

function undoOf({ undo }: UndoArgs, { spec: { name } }: NodeState): readonly Undo[] {
  return Object.hasOwn(undo, name) ? (undo[name] ?? []) : [];
}

function now({ facts }: NodeState, { column, key }: Undo): Value {
  return facts.ovs.columns[column][key] ?? null;
}

/** Keys that somebody else has set since: they hold neither the value of the run nor the old one. */
function foreign(args: UndoArgs, node: NodeState): readonly Finding[] {
  return undoOf(args, node).flatMap((each): readonly Finding[] => {
    const found = now(node, each);
    if (found === each.back || each.ours.includes(found)) return [];
    const problem = { kind: 'not-ours', key: each.key, now: found, run: args.run } as const;
    return [{ nodes: [node.spec.name], problem }];
  });
}
