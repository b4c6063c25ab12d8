import { distinct } from '../model/distinct.ts';
import type { PathAnswer, Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { ok } from '../model/result.ts';
import type { Southbound } from '../model/southbound.ts';
import { ownRemote } from '../ovn/southbound.ts';
import { outsideProbes } from '../planner/outside-paths.ts';
import { outsideRemarks } from '../planner/outside.ts';
import { plan } from '../planner/plan.ts';
import { probes, southboundRemotes } from '../planner/probes.ts';
import { staleness } from '../planner/stale.ts';
import { type Finding, isError, problemsIn } from '../problems/problem.ts';
import { type Done, interruption, nothing, reportPlan, reportWrites } from './report.ts';
import type { Job } from './job.ts';
import type { World } from './ports.ts';
import { fleetOf } from './read/fleet.ts';
import { withReadings, type Reading } from './read/observe.ts';
import { probePaths } from './read/probe.ts';
import { readSouthbound } from './read/southbound.ts';

/** What was read, and what would be written. */
export interface Proposal {
  readonly readings: readonly Reading[];
  readonly southbound: readonly Southbound[];
  /** null: nobody was asked. */
  readonly paths: readonly PathAnswer[] | null;
  readonly plan: Plan;
}

/** Reports what would be written. */
export function propose(job: Job, world: World): Promise<Report> {
  return withProposal(job, world, async () => ({ ...nothing, findings: interruption(world) }));
}

/** Observes all nodes, plans, asks the paths; what `use` did with it goes into the report. */
export function withProposal(
  job: Job,
  world: World,
  use: (proposal: Proposal) => Promise<Done>,
): Promise<Report> {
  // A plan is only as good as what it knows of the nodes that stay as they are.
  const looks = { limits: job.limits, looksAround: job.command !== 'rollback' };
  return withReadings(job.inventory.nodes, looks, world, async (found) => {
    const read = found.map((reading) => withoutTimersOf(job.confirm.rollsBack, reading));
    const terms = { world, signal: world.signal };
    const southbound = await readSouthbound(remotesOf(job, read), job, read, terms);
    const proposal = await probed(job, { readings: read, southbound }, world);
    const { results, findings } = await use(proposal);
    const { readings, paths } = proposal;
    const nodes = reportWrites(reportPlan(readings, proposal.plan), results);
    const outside = outsideRemarks(fleetOf(readings, southbound), proposal.plan.nodes, job);
    const { problems } = findings.length === 0 ? proposal.plan : withoutForecast(proposal.plan);
    return {
      command: job.command,
      run: job.run,
      nodes,
      problems: distinct([...problems, ...findings, ...outside]),
      paths,
      plan: proposal.plan,
    };
  });
}

/** Nothing is written anywhere while one node is unread (unless the user lets it go) or one rule speaks against it. */
export function isBlocked(
  { allowPartial }: Job,
  { plan, readings }: Pick<Proposal, 'plan' | 'readings'>,
): boolean {
  return (
    (!allowPartial && readings.some(({ facts }) => !facts.ok)) || problemsIn(plan).some(isError)
  );
}

/** The timers of the run that is rolled back end with it, and are no news. */
function withoutTimersOf(run: string | null, reading: Reading): Reading {
  const { facts } = reading;
  if (run === null || !facts.ok) return reading;
  const timers = facts.value.timers.filter((timer) => timer.run !== run);
  return { ...reading, facts: ok({ ...facts.value, timers }) };
}

/** Those that the play names, and where endpoints would move, the one that they are published in. */
function remotesOf(job: Job, readings: readonly Reading[]): readonly string[] {
  const named = southboundRemotes(job.play);
  const fleet = fleetOf(readings, []);
  const moves = plan(job.play, fleet, { ...job, phase: 'draft' }).strategy !== null;
  const own = moves ? ownRemote(fleet) : null;
  return own === null ? named : [...new Set([...named, own])];
}

/** Pings only where something would be written, and nothing speaks against it so far. */
async function probed(
  job: Job,
  { readings, southbound }: Pick<Proposal, 'readings' | 'southbound'>,
  world: World,
): Promise<Proposal> {
  const fleet = fleetOf(readings, southbound);
  const draft = plan(job.play, fleet, { ...job, phase: 'draft' });
  const unasked = { readings, southbound, paths: null };
  const isOver = draft.stages.length === 0 || isBlocked(job, { plan: draft, readings });
  if (world.signal.aborted || isOver) return { ...unasked, plan: withStale(job, draft) };
  const asked = [
    ...probes(job.play, fleet, job.selected),
    ...(job.outside === undefined
      ? outsideProbes(job.play, fleet, draft.nodes, job.inventory)
      : []),
  ];
  const answered =
    asked.length === 0 ? unasked : await probePaths(asked, readings, world, job.limits);
  const asAnswered = fleetOf(answered.readings, southbound, answered.paths);
  const final = plan(job.play, asAnswered, { ...job, phase: 'asked' });
  return { ...answered, southbound, plan: withStale(job, final) };
}

/** A saved plan is carried out as it is, or not at all. */
function withStale({ expected }: Job, fresh: Plan): Plan {
  const stale = expected === undefined ? [] : staleness(expected, fresh);
  return { ...fresh, problems: [...fresh.problems, ...stale] };
}

/** What a move will cost is no news once it has been tried, nor what follows from it where it failed. */
function withoutForecast({ problems }: Plan): { readonly problems: readonly Finding[] } {
  const forecasts = ['in-place', 'lxd-networks-stay'];
  return { problems: problems.filter(({ problem }) => !forecasts.includes(problem.kind)) };
}
