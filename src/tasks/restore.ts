import type { Value, Wish } from '../model/change.ts';
import { ok } from '../model/result.ts';
import type { Undo } from '../model/undo.ts';
import type { Task } from './task.ts';

/** By node: every key that a run wrote there. */
export interface RestoreArgs {
  readonly undo: Readonly<Record<string, readonly Undo[]>>;
}

/** Takes back what a run wrote, where it still stands; not for playbooks: a journal fills it in. */
export const restore: Task<RestoreArgs> = {
  name: 'restore',
  schema: false,
  wish: ({ undo }, { spec, facts }) => {
    const now = ({ column, key }: Undo): Value => facts.ovs.columns[column][key] ?? null;
    const all = Object.hasOwn(undo, spec.name) ? (undo[spec.name] ?? []) : [];
    const ours = all.filter((each) => each.ours.includes(now(each)));
    return ok(ours.map(({ column, key, back: value }): Wish => ({ column, key, value })));
  },
};
