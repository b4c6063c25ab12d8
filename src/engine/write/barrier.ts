import type { Value } from '../../model/change.ts';
import type { Fleet, Stage } from '../../model/plan.ts';
import type { Finding, Problem } from '../../problems/problem.ts';
import { tunnelFindings } from '../../tasks/ovn-tunnels.ts';
import { targetsOf, type Run } from './run.ts';
import { fallen, unattended } from './lost.ts';
import { fleetOf } from '../read/fleet.ts';
import { isStuck, nudge } from './nudge.ts';
import { rereadAll } from '../read/observe.ts';

const pauseMs = 200;

/**
 * Waits until every node holds what was written and every tunnel that follows from it is made, on
 * all nodes: a peer's end counts, too. What is still missing when `signal` aborts is returned.
 */
export async function barrier(
  run: Run,
  writes: Stage['writes'],
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { targets, forks, world } = run;
  const written = writes.map(({ node }) => node);
  let before: readonly Finding[] = [];
  for (;;) {
    const reads = await rereadAll([...targets.values()], run, signal);
    const fleet = fleetOf(reads, []);
    const missing = [
      ...unwritten(writes, fleet),
      ...unattended(targetsOf(run, written), fleet),
      ...fallen([...targets.values()], fleet),
      ...tunnelFindings(fleet).filter(({ problem }) => isOwed(problem)),
    ];
    if (missing.length === 0) return missing;
    // Who was run short in the middle of reading says less than the last time.
    if (signal.aborted) return before.length > 0 ? before : missing;
    before = missing;
    const stuck = missing.filter(({ problem }) => isStuck(problem)).flatMap(({ nodes }) => nodes);
    await nudge(targetsOf(run, [...new Set(stuck)]), forks, world, signal);
    await world.clock.sleep(pauseMs, signal);
  }
}

/** What OVN owes as soon as it has seen the databases; packets are for the end. */
function isOwed({ kind }: Problem): boolean {
  return ['tunnel-missing', 'tunnel-broken', 'tunnel-source'].includes(kind);
}

/** Nodes that could not be read, and those that do not hold what was written to them. */
export function unwritten(writes: Stage['writes'], fleet: Fleet): readonly Finding[] {
  const facts = new Map(fleet.nodes.map((node) => [node.spec.name, node.facts]));
  const unread = fleet.unread.map(({ spec, problem }) => ({ nodes: [spec.name], problem }));
  const differing = writes.flatMap(({ node, changes }): readonly Finding[] => {
    const columns = facts.get(node)?.ovs.columns;
    const remaining = changes.flatMap((change) => {
      const now: Value = columns?.[change.column][change.key] ?? null;
      return columns === undefined || now === change.after ? [] : [{ ...change, before: now }];
    });
    return remaining.length === 0
      ? []
      : [{ nodes: [node], problem: { kind: 'not-converged', remaining } }];
  });
  return [...unread, ...differing];
}
