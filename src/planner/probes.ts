import type { Fleet } from '../model/fleet.ts';
import type { PathProbe } from '../model/path.ts';
import type { Play } from '../model/play.ts';
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

/** The southbound databases that the tasks of the play want to see, each once. */
export function southboundRemotes(play: Play): readonly string[] {
  const named = play.tasks.flatMap(({ task, args }) => tasks[task]?.southbound?.(args) ?? []);
  return [...new Set(named)];
}
