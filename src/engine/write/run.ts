import type { Begin } from '../../model/journal.ts';
import type { Stage } from '../../model/plan.ts';
import type { Finding } from '../../problems/problem.ts';
import type { Written } from '../report.ts';
import type { Target } from '../read/observe.ts';
import type { Journal, World } from '../ports.ts';

/** A run that writes, from its first timer to its last. */
export interface Run extends Start {
  /** The stages that writes were sent for. */
  readonly begun: Stage[];
  /** Nodes whose timer was ended: they do not revert any more. */
  readonly disarmed: Set<string>;
  /** Of those that something happened to. */
  readonly results: Map<string, Written>;
  /** What is to be said of the whole. */
  readonly remarks: Finding[];
}

/** What such a run is made of. */
interface Start {
  /** What it writes, and how: the first line of its journal. */
  readonly begin: Begin;
  readonly journal: Journal;
  readonly world: World;
  /** Nodes worked on at the same time. */
  readonly forks: number;
  /** Every node that was read, by name. */
  readonly targets: ReadonlyMap<string, Target>;
}

/** Why a run gives up: what is said of the whole, beside what is said of the nodes. */
export interface Failure extends Finding {
  /** The stage that it happened in. */
  readonly stage?: string;
}

export function startRun(start: Start): Run {
  return { ...start, begun: [], disarmed: new Set(), results: new Map(), remarks: [] };
}

const untouched: Written = { written: false, rolledBack: false, problems: [] };

/** Says of each node what was found there; the first is why the run gives up. */
export function noteAll(run: Run, findings: readonly Finding[]): Failure | null {
  for (const { nodes, problem } of findings) {
    for (const node of nodes) note(run, node, { problems: [problem] });
  }
  return findings[0] ?? null;
}

/** Adds to what is known of a node. */
export function note({ results }: Run, node: string, news: Partial<Written>): void {
  const before = results.get(node) ?? untouched;
  const problems = [...before.problems, ...(news.problems ?? [])];
  results.set(node, { ...before, ...news, problems });
}

/** The nodes that the run writes. */
export function namesOf({ begin }: Pick<Run, 'begin'>): readonly string[] {
  return begin.nodes.map(({ spec }) => spec.name);
}

/** The targets of those names. */
export function targetsOf({ targets }: Run, names: readonly string[]): readonly Target[] {
  return names.flatMap((name) => targets.get(name) ?? []);
}
