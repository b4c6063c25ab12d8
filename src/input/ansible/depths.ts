import type { Place } from '../../model/inventory.ts';
import { type Invalid, invalid } from '../invalid.ts';
import { show } from '../show.ts';
import type { Draft, Group } from './draft.ts';

/** How far each group is from `all`, by the longest way; what goes round in circles becomes a fault. */
export function depthsOf(draft: Draft): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  for (const group of draft.groups.values()) climb(group, draft, depths);
  return depths;
}

interface Step {
  readonly group: Group;
  readonly rest: Iterator<readonly [string, Place]>;
}

// No recursion: a chain of groups can be as long as the file.
function climb(start: Group, draft: Draft, depths: Map<string, number>): void {
  const steps = [stepOf(start)];
  const open = new Set([start.name]);
  for (let step = steps.at(-1); step !== undefined; step = steps.at(-1)) {
    const next = step.rest.next();
    if (next.done === true) {
      depths.set(step.group.name, depthOf(step.group, depths));
      open.delete(step.group.name);
      steps.pop();
      continue;
    }
    const [name, place] = next.value;
    const parent = draft.groups.get(name);
    if (open.has(name) || step.group.name === 'all') {
      step.group.parents.delete(name);
      draft.faults.push(circle(step.group.name, name, place));
    } else if (parent !== undefined && !depths.has(name)) {
      open.add(name);
      steps.push(stepOf(parent));
    }
  }
}

function stepOf(group: Group): Step {
  return { group, rest: group.parents.entries() };
}

function depthOf({ name, parents }: Group, depths: ReadonlyMap<string, number>): number {
  if (name === 'all') return 0;
  let deepest = 0;
  for (const parent of parents.keys()) deepest = Math.max(deepest, depths.get(parent) ?? 0);
  return deepest + 1;
}

function circle(child: string, parent: string, place: Place): Invalid {
  return invalid(place, {
    cause: `${show(child)} would be a group inside itself, by way of ${show(parent)}`,
    instead: 'leave it out of the `children` of one of its own children',
  });
}
