import { pool } from '../ask.ts';
import type { CheckJob } from '../job.ts';
import type { World } from '../ports.ts';
import { counted, heardSince, since } from './counters.ts';
import { fleetOf } from './fleet.ts';
import { observe, type Reading, withBesides } from './observe.ts';
import type { Plan } from '../../model/plan.ts';
import type { Southbound } from '../../model/southbound.ts';
import { isSentOutside } from '../../planner/outside.ts';
import { patience, plan } from '../../planner/plan.ts';
import { problemsIn } from '../../problems/problem.ts';

/** OVS refreshes its counters every 5 s: by then each of them is at least that much newer. */
const pauseMs = 11_000;

/**
 * Looks again where a tunnel seems to lead nowhere: what was sent before the peer made its port is
 * no sign of that, and a single look cannot tell it from what was sent since. A chassis outside
 * tells nothing of its end: there, what came back between two looks is all that there is to see.
 */
export async function secondLook(
  job: CheckJob,
  first: Plan,
  { readings, southbound }: Seen,
  world: World,
): Promise<Plan> {
  if (!isSuspect(first) && !sendsOutside(job, { readings, southbound })) return first;
  await world.clock.sleep(pauseMs, world.signal);
  const before = counted(readings, 'sent');
  const again = await pool(readings, job.limits.forks, async ({ spec, facts: earlier }) => {
    const reading = await observe(spec, world, job.limits);
    reading.session?.close();
    const facts = earlier.ok ? withBesides(reading.facts, earlier.value) : reading.facts;
    return heardSince(readings, since(before, 'sent', { ...reading, facts }));
  });
  // Who does not answer any more says nothing of what was seen.
  if (again.some(({ facts }) => !facts.ok)) return first;
  return plan(job.play, fleetOf(again, southbound), { ...job, phase: 'settled' });
}

type Seen = { readonly readings: readonly Reading[]; readonly southbound: readonly Southbound[] };

function isSuspect(first: Plan): boolean {
  return problemsIn(first).some(({ kind }) => /^tunnel-(one-way|outside)$/.test(kind));
}

function sendsOutside(job: CheckJob, { readings, southbound }: Seen): boolean {
  return patience(job.play) > 0 && isSentOutside(fleetOf(readings, southbound), job);
}
