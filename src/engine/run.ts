import { distinct } from '../model/distinct.ts';
import type { Inventory, NodeSpec } from '../model/inventory.ts';
import type { Plan } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import type { Finding } from '../problems/problem.ts';
import { isError } from '../problems/class.ts';
import type { NodeReport, Report } from '../model/report.ts';
import type { Southbound } from '../model/southbound.ts';
import { ownRemote } from '../ovn/southbound.ts';
import { outsideRemarks, type Outside } from '../planner/outside.ts';
import { outsideProbes } from '../planner/outside-paths.ts';
import { plan } from '../planner/plan.ts';
import { staleness } from '../planner/stale.ts';
import { probes, southboundRemotes } from '../planner/probes.ts';
import { apply } from './apply.ts';
import type { Confirm } from './cut.ts';
import { fleetOf } from './fleet.ts';
import { interruption, nothing } from './interruption.ts';
import { observe, type Reading } from './observe.ts';
import { pool } from './pool.ts';
import type { Limits, World } from './ports.ts';
import { probePaths, type Probed } from './probe.ts';
import { reportPlan, reportReading, reportWrites } from './report.ts';
import { secondLook } from './second-look.ts';
import { readSouthbound } from './southbound.ts';
import { endTimersOf, withoutTimersOf } from './superseded.ts';

/** What every run is asked for. */
export interface FactsJob extends Pick<Outside, 'outside'> {
  /** The identity of the run in reports. */
  readonly run: string;
  readonly inventory: Inventory;
  /** Names of the nodes that are judged by `check` and `facts` and written by `apply`. */
  readonly selected: ReadonlySet<string>;
  readonly limits: Limits;
}

/** What a run that plans is asked for. */
export interface Job extends FactsJob {
  readonly command: 'plan' | 'apply' | 'check' | 'rollback';
  readonly play: Play;
  /** Rules that the user overrides, by the kind of their problem. */
  readonly allow: ReadonlySet<string>;
  /** Write what differs. */
  readonly write: boolean;
  readonly confirm: Confirm;
  /** Go on without the nodes that cannot be read. */
  readonly allowPartial: boolean;
  /** A saved plan: the fleet must still call for just that. */
  readonly expected?: Plan;
}

/** The pipeline: observe all → plan all → judge all → write → observe and plan again. */
export function run(job: Job, world: World): Promise<Report> {
  // A plan is only as good as what it knows of the nodes that stay as they are.
  const specs = job.command === 'check' ? chosen(job) : job.inventory.nodes;
  const looksOnly = job.command === 'check';
  return withReadings(specs, { ...job, looksOnly }, world, async (found) => {
    const read = found.map((reading) => withoutTimersOf(job.confirm.supersedes, reading));
    const southbound = await readSouthbound(remotesOf(job, read), job, read, {
      world,
      signal: world.signal,
    });
    const { readings, paths, isComplete } = await probed(job, read, southbound, world);
    const settled = job.command === 'check';
    const fresh = plan(job.play, fleetOf(readings, southbound, paths), {
      ...job,
      settled,
      probed: isComplete,
    });
    const seen = { readings, southbound };
    const fair = settled ? await secondLook(job, fresh, seen, world) : fresh;
    const planned = withStale(fair, job.expected);
    const { nodes, findings } = await outcome(job, planned, readings, world);
    const fleet = fleetOf(readings, southbound);
    const mode = settled ? { outside: 'said' as const } : {};
    const outside = outsideRemarks(fleet, planned.nodes, { ...job, ...mode });
    const expected = findings.length === 0 ? planned.problems : withoutForecast(planned.problems);
    // A run that the user ends before its first write says so, and so does its signal.
    const problems = distinct([...expected, ...findings, ...outside]);
    return { command: job.command, run: job.run, nodes, problems, paths, plan: planned };
  });
}

/** What a move will cost is no news once it has been tried. */
function withoutForecast(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ problem }) => problem.kind !== 'in-place');
}

/** Reads the nodes and reports what they have. */
export function gatherFacts(job: FactsJob, world: World): Promise<Report> {
  return withReadings(chosen(job), { ...job, looksOnly: true }, world, async (readings) => ({
    command: 'facts',
    run: job.run,
    nodes: readings.map(reportReading),
    problems: [...outsideRemarks(fleetOf(readings, []), [], job), ...interruption(world)],
    paths: null,
    plan: null,
  }));
}

/** Those that the play names, and where endpoints would move, the one that they are published in. */
function remotesOf(job: Job, readings: readonly Reading[]): readonly string[] {
  const named = southboundRemotes(job.play);
  if (job.command === 'check') return named;
  const fleet = fleetOf(readings, []);
  const moves = plan(job.play, fleet, job).strategy !== null;
  const own = moves ? ownRemote(fleet) : null;
  return own === null ? named : [...new Set([...named, own])];
}

/** Pings only where something would be written, and nothing speaks against it so far: else incomplete. */
async function probed(
  job: Job,
  readings: readonly Reading[],
  southbound: readonly Southbound[],
  world: World,
): Promise<Probed & { readonly isComplete: boolean }> {
  const unasked = { readings, paths: null, isComplete: false };
  if (job.command === 'check' || world.signal.aborted) return unasked;
  const fleet = fleetOf(readings, southbound);
  const first = plan(job.play, fleet, job);
  if (first.stages.length === 0 || blocked(job, first, readings)) return unasked;
  const asked = [
    ...probes(job.play, fleet, job.selected),
    ...(job.outside === undefined
      ? outsideProbes(job.play, fleet, first.nodes, job.inventory)
      : []),
  ];
  if (asked.length === 0) return { ...unasked, isComplete: true };
  return { ...(await probePaths(asked, readings, world, job.limits)), isComplete: true };
}

function chosen({ inventory, selected }: FactsJob): readonly NodeSpec[] {
  return inventory.nodes.filter(({ name }) => selected.has(name));
}

/** Reads the nodes and keeps them connected until the report is made. */
export async function withReadings<T>(
  specs: readonly NodeSpec[],
  { limits, looksOnly }: Pick<FactsJob, 'limits'> & { readonly looksOnly: boolean },
  world: World,
  use: (readings: readonly Reading[]) => Promise<T>,
): Promise<T> {
  world.emit({ type: 'phase', phase: 'reading', nodes: specs.map(({ name }) => name) });
  const readings = await pool(specs, limits.forks, async (spec) => {
    const reading = await observe(spec, world, limits);
    // Nothing follows on what is only looked at: 1000 nodes need not be connected at once.
    if (looksOnly) reading.session?.close();
    return reading;
  });
  try {
    return await use(readings);
  } finally {
    for (const { session } of readings) session?.close();
  }
}

async function outcome(
  job: Job,
  planned: Plan,
  readings: readonly Reading[],
  world: World,
): Promise<{ nodes: readonly NodeReport[]; findings: readonly Finding[] }> {
  const nodes = reportPlan(readings, planned);
  const stays = !job.write || world.signal.aborted || blocked(job, planned, readings);
  if (stays) return { nodes, findings: interruption(world) };
  const done = planned.stages.length === 0 ? nothing : await apply(job, planned, readings, world);
  await endTimersOf(job, readings, done, world);
  const findings = [...done.findings, ...interruption(world, done)];
  return { nodes: reportWrites(nodes, done.results), findings };
}

/** A saved plan is carried out as it is, or not at all. */
function withStale(fresh: Plan, expected: Plan | undefined): Plan {
  const stale = expected === undefined ? [] : staleness(expected, fresh);
  return { ...fresh, problems: [...fresh.problems, ...stale] };
}

/** Nothing is written anywhere while one node is unread (unless the user lets it go) or one rule speaks against it. */
function blocked({ allowPartial }: Job, planned: Plan, readings: readonly Reading[]): boolean {
  return (
    (!allowPartial && readings.some(({ facts }) => !facts.ok)) ||
    planned.problems.some(({ problem }) => isError(problem)) ||
    planned.nodes.some(({ problems }) => problems.some(isError))
  );
}
