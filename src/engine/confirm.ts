import type { Plan } from '../model/plan.ts';
import type { Begin } from '../model/journal.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { NodeReport, Report } from '../model/report.ts';
import { note, type ApplyJob, type Cut, type Failure } from './cut.ts';
import { finish, targetsIn } from './apply.ts';
import { interruption } from './interruption.ts';
import type { Reading } from './observe.ts';
import type { Journal, World } from './ports.ts';
import { reportReading, reportWrites } from './report.ts';
import { rollBack } from './rollback.ts';
import { withReadings, type FactsJob } from './run.ts';
import { extendAll } from './timers-of-run.ts';

/** A held run that shall be kept: what its journal says, and how this one works. */
export interface ConfirmJob extends FactsJob {
  readonly begin: Begin;
  readonly apply: ApplyJob;
}

/**
 * Keeps what a held run wrote: every node must still have it and still wait. Where one has put
 * itself back already, the others follow it.
 */
export function confirm(job: ConfirmJob, journal: Journal, world: World): Promise<Report> {
  const { inventory, begin } = job;
  return withReadings(inventory.nodes, { ...job, looksOnly: false }, world, async (readings) => {
    const cut = cutOf(job, readings, journal, world);
    const failed = readings.some(({ facts }) => !facts.ok);
    const findings = failed ? [] : await keep(cut);
    const nodes = readings.map(reportReading).map((node) => withChanges(node, begin));
    return {
      command: 'confirm',
      run: begin.run,
      nodes: reportWrites(nodes, cut.results),
      problems: [...findings, ...interruption(world, { results: cut.results, findings })],
      paths: null,
      plan: null,
    };
  });
}

async function keep(cut: Cut): Promise<readonly Finding[]> {
  if (cut.world.signal.aborted) return [];
  for (const name of cut.plan.nodes.map((node) => node.name)) note(cut, name, { written: true });
  const failure = changed(cut) ?? (await extendAll(cut));
  return failure === null ? finish(cut, 'confirmed') : rollBack(cut, failure);
}

/** What a node has lost since of what it was held for. */
function changed({ plan, targets, job: { run } }: Cut): Failure | null {
  for (const { name, changes } of plan.nodes) {
    const { ovs, timers = [] } = targets.get(name)?.facts ?? {};
    const isHeld = timers.some((timer) => timer.run === run && timer.secondsLeft > 0);
    if (!isHeld) return { nodes: [name], problem: { kind: 'timer-fired', run } };
    const columns = ovs?.columns;
    const lost = changes.find(
      ({ column, key, after }) => (columns?.[column][key] ?? null) !== after,
    );
    if (columns === undefined || lost === undefined) continue;
    const now = columns[lost.column][lost.key] ?? null;
    const problem: Problem = { kind: 'changed-meanwhile', key: lost.key, seen: lost.after, now };
    return { nodes: [name], problem };
  }
  return null;
}

function cutOf(
  { begin, apply }: ConfirmJob,
  readings: readonly Reading[],
  journal: Journal,
  world: World,
): Cut {
  const nodes = begin.nodes.map(({ spec, changes }) => ({
    name: spec.name,
    changes,
    problems: [],
  }));
  const format = 'mcreconcile.plan/1';
  const plan: Plan = { format, nodes, problems: [], strategy: null, stages: begin.stages };
  const targets = targetsIn(readings);
  return {
    job: apply,
    plan,
    begun: [...begin.stages],
    disarmed: new Set(),
    world,
    journal,
    targets,
    results: new Map(),
    remarks: [],
  };
}

function withChanges(node: NodeReport, { nodes }: Begin): NodeReport {
  const changes = nodes.find(({ spec }) => spec.name === node.name)?.changes ?? [];
  return { ...node, changes };
}
