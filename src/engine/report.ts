import { distinct } from '../model/distinct.ts';
import type { Plan } from '../model/plan.ts';
import { classOf, isError, type Problem } from '../problems/problem.ts';
import type { ProblemClass } from '../problems/kind.ts';
import type { NodeReport, Status } from '../model/report.ts';
import type { Written } from './done.ts';
import type { Reading } from './read/observe.ts';

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
