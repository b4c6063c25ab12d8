import type { Fleet } from '../model/fleet.ts';
import type { PathProbe } from '../model/path.ts';
import type { Play } from '../model/play.ts';
import { tasks } from '../tasks/index.ts';

/** What the tasks of the play want to ask the nodes before anything is written. */
export function probes(play: Play, fleet: Fleet): readonly PathProbe[] {
  return play.tasks.flatMap(({ task, args }) => tasks[task]?.probe?.(args, fleet) ?? []);
}
