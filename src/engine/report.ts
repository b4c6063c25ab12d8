import { problemOf, type World } from './ports.ts';
import type { Reading } from './read/observe.ts';
import { distinct } from '../model/distinct.ts';
import type { Plan } from '../model/plan.ts';
import type { NodeReport, Status } from '../model/report.ts';
import type { ProblemClass } from '../problems/kind.ts';
import { classOf, type Finding, isError, type Problem } from '../problems/problem.ts';

/** How a run that writes came out: of each node, and of the whole. */
export interface Done {
  readonly results: ReadonlyMap<string, Written>;
  readonly findings: readonly Finding[];
}

/** How a node came out of a run that writes. */
export interface Written {
  /** Whether the run's changes are in its database; null: nobody knows. */
  readonly written: boolean | null;
  /** They were there, and were undone. */
  readonly rolledBack: boolean;
  readonly problems: readonly Problem[];
}

/** What a run without a write came to. */
export const nothing: Done = { results: new Map(), findings: [] };

/** What the plan says of every node that was read, nothing having been written. */
export function reportPlan(readings: readonly Reading[], plan: Plan): readonly NodeReport[] {
  const fleetWide = new Set(
    plan.problems.filter(({ problem }) => isError(problem)).flatMap(({ nodes }) => nodes),
  );
  return readings.map((reading) => {
    const base = reportReading(reading);
    const node = plan.nodes.find(({ name }) => name === base.name);
    if (base.problems.length > 0) return base;
    if (node === undefined) return { ...base, status: 'skipped' };
    const refused = node.problems.some(isError) || fleetWide.has(base.name);
    const status: Status = refused ? 'failed' : node.changes.length > 0 ? 'drift' : 'ok';
    return { ...base, status, changes: node.changes, problems: node.problems };
  });
}

/** What was read of a node, nothing having been planned. */
export function reportReading({ spec, facts, durationMs }: Reading): NodeReport {
  return {
    name: spec.name,
    address: spec.address,
    status: facts.ok ? 'ok' : statusOf(facts.error),
    changes: [],
    problems: facts.ok ? [] : [facts.error],
    written: false,
    durationMs,
    facts: facts.ok ? facts.value : null,
  };
}

/** How the writes came out; nodes without one stand as the plan left them. */
export function reportWrites(
  nodes: readonly NodeReport[],
  results: ReadonlyMap<string, Written>,
): readonly NodeReport[] {
  return nodes.map((node) => {
    const result = results.get(node.name);
    if (result === undefined) return node;
    const [worst] = result.problems.filter(isError);
    const status = worst === undefined ? fineStatus(node, result) : statusOf(worst);
    const { written } = result;
    // A warning is true before and after the write, and said once.
    return { ...node, written, status, problems: distinct([...node.problems, ...result.problems]) };
  });
}

/** The user's interrupt is a matter of the run, whichever nodes it caught. */
export function interruption({ signal }: World, done: Done = nothing): readonly Finding[] {
  if (!signal.aborted) return [];
  const problem = problemOf(signal);
  if (problem.kind !== 'interrupted') return [];
  return asFound(problem, done).map((each) => ({ nodes: [], problem: each }));
}

function fineStatus({ status }: NodeReport, { written, rolledBack }: Written): Status {
  if (rolledBack) return 'rolled_back';
  return written === true ? 'changed' : status;
}

function statusOf(problem: Problem): Status {
  return statuses[classOf(problem)] ?? 'failed';
}

const statuses: Readonly<Partial<Record<ProblemClass, Status>>> = {
  SIGINT: 'skipped',
  SIGTERM: 'skipped',
  unreachable: 'unreachable',
  'host-key': 'unreachable',
};

type Interrupted = Extract<Problem, { kind: 'interrupted' }>;

/** One that came when all was done stopped nothing; what is held waits for a word anyway. */
function asFound(problem: Interrupted, { results, findings }: Done): readonly Problem[] {
  const stays = [...results.values()].some(({ written }) => written === true);
  const classes = findings.map((finding) => classOf(finding.problem));
  if (!stays || classes.includes('half-done')) return [problem];
  return classes.includes('held') ? [] : [{ ...problem, kind: 'interrupted-late' }];
}
