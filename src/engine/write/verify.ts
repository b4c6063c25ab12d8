import type { CheckJob } from '../job.ts';
import type { World } from '../ports.ts';
import { counted, since, type Counted } from '../read/counters.ts';
import { fleetOf, type Read } from '../read/fleet.ts';
import { asRead, rereadAll, type Target } from '../read/observe.ts';
import { readSouthbound } from '../read/southbound.ts';
import { fallen, unattended } from './lost.ts';
import { isStuck, nudge } from './nudge.ts';
import type { Fleet, NodePlan, Plan } from '../../model/plan.ts';
import { ok } from '../../model/result.ts';
import { cutOff, type Outside } from '../../planner/outside.ts';
import { patience, plan } from '../../planner/plan.ts';
import { southboundRemotes } from '../../planner/probes.ts';
import { classOf, problemsIn, describe, type Problem } from '../../problems/problem.ts';

/** Seconds in which OVS refreshes its counters once, and a bit. */
const refreshSeconds = 6;
/** One refresh to know what was sent before, one to see what is sent from then on. */
const proofSeconds = 2 * refreshSeconds;
const pauseMs = 1_000;

/**
 * Observes and plans again until nothing is missing, or patience ends; what is found then stands.
 * Tunnels that carried nothing yet are waited for no longer than their counters take. Once `signal`
 * aborts, it says what it found so far.
 */
export async function verify(
  job: CheckJob,
  targets: readonly Target[],
  world: World,
  { signal, isInPlace }: { readonly signal: AbortSignal; readonly isInPlace: boolean },
): Promise<ReadonlyMap<string, readonly Problem[]>> {
  world.emit({ type: 'phase', phase: 'verifying', nodes: targets.map(({ spec }) => spec.name) });
  const began = world.clock.now();
  const deaf = deafBefore(job, targets);
  let [sent, received]: [Counted, Counted] = [new Map(), new Map()];
  for (;;) {
    const reads = await rereadAll(targets, { world, forks: job.limits.forks });
    const remotes = southboundRemotes(job.play);
    const ask = { world, signal: new AbortController().signal };
    const southbound = await readSouthbound(remotes, job, reads, ask);
    // The first looks may see what was sent before: OVS refreshes its counters now and then only.
    if (world.clock.now() - began < refreshSeconds * 1000)
      [sent, received] = [counted(reads, 'sent'), counted(reads, 'received')];
    const own = reads.map((read) => since(sent, 'sent', withoutTimers(read)));
    // Where ports outlived the move, their counters did, too.
    const moved = isInPlace ? own.map((read) => since(received, 'received', read)) : own;
    const second = planAgain({ ...job, deaf }, targets, fleetOf(moved, southbound));
    const elapsed = (world.clock.now() - began) / 1000;
    const over = signal.aborted || elapsed >= waitFor(job, second);
    if (over) return verdicts(reads, elapsed < proofSeconds ? unprovenYet(second) : second);
    await nudge(stuckIn(second, targets), job.limits.forks, world, signal);
    await world.clock.sleep(pauseMs, signal);
  }
}

/** Who heard nobody before this run is not its doing. */
function deafBefore(job: CheckJob, targets: readonly Target[]): ReadonlySet<string> {
  const before = fleetOf(targets.map(asRead), []);
  return new Set(cutOff(before, job).map(({ problem }) => problem.chassis));
}

function planAgain(job: CheckJob & Outside, targets: readonly Target[], fleet: Fleet): Plan {
  const planned = plan(job.play, fleet, { ...job, phase: 'settled' });
  // A play that looks at no tunnel waits for none.
  const watched = patience(job.play) > 0 ? fallen(targets, fleet) : [];
  return {
    ...planned,
    problems: [...planned.problems, ...unattended(targets, fleet), ...watched],
  };
}

function stuckIn({ nodes }: Plan, targets: readonly Target[]): readonly Target[] {
  const names = nodes.filter(({ problems }) => problems.some(isStuck)).map(({ name }) => name);
  return targets.filter(({ spec }) => names.includes(spec.name));
}

/** Our own are no news. */
function withoutTimers<R extends Read>(read: R): R {
  const { facts } = read;
  return facts.ok ? { ...read, facts: ok({ ...facts.value, timers: [] }) } : read;
}

/** Seconds that this state of things deserves. */
function waitFor({ play }: CheckJob, found: Plan): number {
  const problems = problemsIn(found);
  const owed = problems.some((problem) => classOf(problem) === 'tunnel') ? patience(play) : 0;
  // Two ends whose counters are not of one moment prove nothing.
  const isOpen = problems.some(({ kind }) => ['tunnel-unproven', 'tunnel-one-way'].includes(kind));
  return Math.max(owed, isOpen ? proofSeconds : 0);
}

/** Cut short, counters of two moments would pass for packets that are lost. */
function unprovenYet(plan: Plan): Plan {
  const nodes = plan.nodes.map((node) => ({
    ...node,
    problems: node.problems.map((problem): Problem =>
      problem.kind === 'tunnel-one-way' ? { ...problem, kind: 'tunnel-unproven' } : problem,
    ),
  }));
  return { ...plan, nodes };
}

function verdicts(
  reads: readonly Read[],
  { nodes, problems }: Plan,
): ReadonlyMap<string, readonly Problem[]> {
  const plans = new Map(nodes.map((node) => [node.name, node]));
  const shared = (name: string): readonly Problem[] =>
    problems.filter((finding) => finding.nodes.includes(name)).map(({ problem }) => problem);
  return new Map(
    reads.map(({ spec: { name }, facts }) => [
      name,
      facts.ok ? [...left(plans.get(name)), ...shared(name)] : [unread(facts.error)],
    ]),
  );
}

function unread(problem: Problem): Problem {
  return { kind: 'not-verified', reason: describe(problem).summary };
}

function left(node: NodePlan | undefined): readonly Problem[] {
  if (node === undefined) return [];
  const remaining = node.changes;
  const problems = node.problems.map((problem): Problem =>
    problem.kind === 'vswitchd-silent' ? { kind: 'not-confirmed' } : problem,
  );
  return remaining.length === 0 ? problems : [...problems, { kind: 'not-converged', remaining }];
}
