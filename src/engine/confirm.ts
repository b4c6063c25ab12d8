import type { Change } from '../model/change.ts';
import type { Begin } from '../model/journal.ts';
import type { NodeReport, Report } from '../model/report.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import { interruption, reportReading, reportWrites } from './report.ts';
import type { Journal, Limits, World } from './ports.ts';
import { type Target, targetsIn, withReadings } from './read/observe.ts';
import { keepAll, rollBack } from './write/end.ts';
import { namesOf, note, startRun, type Failure, type Run } from './write/run.ts';
import { extendAll } from './write/timers.ts';

/**
 * Keeps what a held run wrote: every node must still have it and still wait. Where one has
 * reverted, the others are rolled back.
 */
export function confirm(
  { begin, limits }: { readonly begin: Begin; readonly limits: Limits },
  journal: Journal,
  world: World,
): Promise<Report> {
  const specs = begin.nodes.map(({ spec }) => spec);
  return withReadings(specs, { limits }, world, async (readings) => {
    const targets = targetsIn(readings);
    const run = startRun({ begin, journal, world, forks: limits.forks, targets });
    run.begun.push(...begin.stages);
    const failed = readings.some(({ facts }) => !facts.ok);
    const findings = failed ? [] : await keep(run);
    const nodes = readings.map(reportReading).map((node) => withChanges(node, begin));
    return {
      command: 'confirm',
      run: begin.run,
      nodes: reportWrites(nodes, run.results),
      problems: [...findings, ...interruption(world, { results: run.results, findings })],
      paths: null,
      plan: null,
    };
  });
}

async function keep(run: Run): Promise<readonly Finding[]> {
  if (run.world.signal.aborted) return [];
  for (const name of namesOf(run)) note(run, name, { written: true });
  const failure = gone(run) ?? (await extendAll(run));
  return failure === null ? keepAll(run, 'confirmed') : rollBack(run, failure);
}

/** What a node has lost since of what it was held for. */
function gone({ begin, targets }: Run): Failure | null {
  for (const { spec, changes } of begin.nodes) {
    const target = targets.get(spec.name);
    const problem = isHeld(target, begin)
      ? lost(target, changes)
      : ({ kind: 'timer-fired', run: begin.run } as const);
    if (problem !== null) return { nodes: [spec.name], problem };
  }
  return null;
}

function isHeld(target: Target | undefined, { run }: Begin): target is Target {
  const timers = target?.facts.timers ?? [];
  return timers.some((timer) => timer.run === run && timer.secondsLeft > 0);
}

function lost({ facts: { ovs } }: Target, changes: readonly Change[]): Problem | null {
  for (const { column, key, after: seen } of changes) {
    const now = ovs.columns[column][key] ?? null;
    if (now !== seen) return { kind: 'changed-meanwhile', key, seen, now };
  }
  return null;
}

function withChanges(node: NodeReport, { nodes }: Begin): NodeReport {
  const changes = nodes.find(({ spec }) => spec.name === node.name)?.changes ?? [];
  return { ...node, changes };
}
