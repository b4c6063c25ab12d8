import type { RunEnd } from '../../model/journal.ts';
import type { Run, Failure } from './run.ts';

/** The last word of a run, to its journal and to those who watch; what is returned: it is not recorded. */
export async function end({ journal, world }: Run, how: RunEnd): Promise<Failure | null> {
  const recorded = await journal.append({ type: 'end', at: world.clock.stamp(), end: how });
  world.emit({ type: 'end', end: how });
  return recorded.ok ? null : { nodes: [], problem: recorded.error };
}
