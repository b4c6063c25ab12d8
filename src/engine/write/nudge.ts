import type { Problem } from '../../problems/problem.ts';
import { nudgeQuestion } from '../../remote/write/nudge.ts';
import { ask, pool } from '../ask.ts';
import type { World } from '../ports.ts';
import type { Target } from '../read/observe.ts';

/**
 * Makes ovs-vswitchd look at its whole configuration again, which it does by itself only when that
 * changes: it makes a tunnel that it refused, and tells of BFD what it kept to itself (docs/cutover.md).
 * Not a condition: whether it helped is what the next look tells.
 */
export async function nudge(
  targets: readonly Target[],
  forks: number,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  await pool(targets, forks, async ({ session, facts }) => {
    await ask(nudgeQuestion(facts.ovs), session, world, signal);
  });
}

/** A tunnel met another one with the same addresses. */
export function isStuck(problem: Problem): boolean {
  return problem.kind === 'tunnel-broken' && problem.stuck;
}
