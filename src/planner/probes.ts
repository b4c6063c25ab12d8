import type { Fleet } from '../model/fleet.ts';
import type { PathProbe } from '../model/path.ts';
import type { Play } from '../model/play.ts';
import { sameValue } from '../ovs/canonical.ts';
import { effective } from '../ovs/effective.ts';
import { isRemote } from '../ovs/remote.ts';
import { tasks } from '../tasks/index.ts';
import { staying } from './staying.ts';

/** What the tasks of the play want to ask the nodes before anything is written. */
export function probes(
  play: Play,
  fleet: Fleet,
  selected: ReadonlySet<string>,
): readonly PathProbe[] {
  const probed = staying(fleet, selected);
  return play.tasks.flatMap(({ task, args }) => tasks[task]?.probe?.(args, probed) ?? []);
}

/** The southbound database of the nodes themselves; none where they name several. */
export function ownRemotes({ nodes }: Fleet): readonly string[] {
  const found = nodes.flatMap(
    ({ facts }) => effective(facts, 'external_ids', 'ovn-remote').value ?? [],
  );
  const [first, ...others] = found;
  const agree = others.every((other) => sameValue('ovn-remote', other, first ?? null));
  return first !== undefined && agree && isRemote(first) ? [first] : [];
}

/** The southbound databases that the tasks of the play want to see, each once. */
export function southboundRemotes(play: Play): readonly string[] {
  const named = play.tasks.flatMap(({ task, args }) => tasks[task]?.southbound?.(args) ?? []);
  return [...new Set(named)];
}
