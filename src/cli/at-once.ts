import type { RunEvent } from '../model/event.ts';
import type { RunEnd } from '../model/journal.ts';

/**
 * The exit code of a program that ends in the middle of a run, by the last event of the run; null:
 * nothing was written. After `half-done` the nodes revert by their timers.
 */
export function codeAtOnce(before: number | null, event: RunEvent): number | null {
  if (event.type === 'end') return ends[event.end];
  return event.type === 'phase' && leavesHalf.includes(event.phase) ? 9 : before;
}

const leavesHalf: readonly string[] = ['writing', 'disarming', 'rolling back'];

const ends: Readonly<Record<RunEnd, number | null>> = {
  refused: null,
  changed: 10,
  confirmed: 10,
  held: 3,
  'rolled-back': 8,
  'half-done': 9,
};
