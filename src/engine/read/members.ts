import type { NodeSpec } from '../../model/inventory.ts';
import type { Membership } from '../../model/membership.ts';
import type { Result } from '../../model/result.ts';
import { classOf, type Problem } from '../../problems/problem.ts';
import { membersQuestion } from '../../remote/members/question.ts';
import { ask, nodeDeadline, pool } from '../ask.ts';
import type { Limits, World } from '../ports.ts';
import { observe, type Reading } from './observe.ts';

/** A host that may be a member, and where it may be reached, best first. */
export interface Sought {
  readonly spec: NodeSpec;
  readonly addresses: readonly string[];
}

/** A node as it was read, and who the members of its cluster are, as it says. */
export interface Met {
  readonly reading: Reading;
  /** null: it was not reached. */
  readonly membership: Result<Membership, Problem> | null;
}

/** Reads hosts and asks them who the members are; no session stays open. */
export function meet(
  sought: readonly Sought[],
  world: World,
  limits: Limits,
): Promise<readonly Met[]> {
  world.emit({ type: 'phase', phase: 'reading', nodes: sought.map(({ spec }) => spec.name) });
  return pool(sought, limits.forks, async (each) => {
    const reading = await reach(each, world, limits);
    const membership = await askMembers(reading, world);
    reading.session?.close();
    return { reading, membership };
  });
}

/** By the first address that leads anywhere. */
async function reach(
  { spec, addresses: [address = spec.address, ...others] }: Sought,
  world: World,
  limits: Limits,
): Promise<Reading> {
  const reading = await observe({ ...spec, address }, world, limits);
  const isNowhere = !reading.facts.ok && classOf(reading.facts.error) === 'unreachable';
  if (!isNowhere || others.length === 0 || world.signal.aborted) return reading;
  return reach({ spec, addresses: others }, world, limits);
}

async function askMembers({ session, facts }: Reading, world: World): Promise<Met['membership']> {
  if (session === null || !facts.ok) return null;
  const question = membersQuestion(facts.value.ovs);
  const deadline = nodeDeadline(world.clock, question.phase, world.signal);
  return ask(question, session, world, deadline);
}
