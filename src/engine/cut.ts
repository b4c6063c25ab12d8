import type { Inventory } from '../model/inventory.ts';
import type { Plan, Stage } from '../model/plan.ts';
import type { Play } from '../model/play.ts';
import type { Finding, Problem } from '../problems/problem.ts';
import type { Journal, Limits, World } from './ports.ts';
import type { Target } from './write.ts';

/** What of the job a run that writes needs. */
export interface ApplyJob {
  readonly run: string;
  readonly inventory: Inventory;
  readonly play: Play;
  readonly limits: Limits;
  readonly selected: ReadonlySet<string>;
  readonly allow: ReadonlySet<string>;
  readonly confirm: Confirm;
}

/** How a run makes sure that a fleet is never left in the middle. */
export interface Confirm {
  /** Seconds without a word after which a node puts itself back. */
  readonly seconds: number;
  /** Leave the timers armed at the end, for `confirm`. */
  readonly hold: boolean;
  /** A run whose timers this one may end, for it takes back what that one wrote. */
  readonly supersedes: string | null;
  /** Who runs this, for the other end: `user@host, pid 4711`. */
  readonly owner: string;
}

/** How a node came out of a run that writes. */
export interface Applied {
  /** Whether the run's changes are in its database; null: nobody knows. */
  readonly written: boolean | null;
  /** They were there, and were taken back. */
  readonly putBack: boolean;
  readonly problems: readonly Problem[];
}

/** A run that writes, from its first timer to its last. */
export interface Cut {
  readonly job: ApplyJob;
  readonly plan: Plan;
  readonly world: World;
  readonly journal: Journal;
  /** Every node that was read, by name. */
  readonly targets: ReadonlyMap<string, Target>;
  /** The stages that writes were sent for. */
  readonly begun: Stage[];
  /** Nodes whose timer was ended: they put nothing back by themselves. */
  readonly disarmed: Set<string>;
  /** Of those that something happened to. */
  readonly results: Map<string, Applied>;
  /** What is to be said of the whole. */
  readonly remarks: Finding[];
}

/** Why a run gives up: what is said of the whole, beside what is said of the nodes. */
export interface Failure {
  /** Empty: it is about the run. */
  readonly nodes: readonly string[];
  readonly problem: Problem;
  /** The stage that it happened in. */
  readonly stage?: string;
}

const untouched: Applied = { written: false, putBack: false, problems: [] };

/** Adds to what is known of a node. */
export function note(
  { results }: Cut,
  node: string,
  news: Partial<Applied> & { readonly problems?: readonly Problem[] },
): void {
  const before = results.get(node) ?? untouched;
  results.set(node, {
    ...before,
    ...news,
    problems: [...before.problems, ...(news.problems ?? [])],
  });
}

/** The nodes that the plan writes, in its order. */
export function writtenNodes({ stages }: Plan): readonly string[] {
  return [...new Set(stages.flatMap(({ writes }) => writes.map(({ node }) => node)))];
}

/** The targets of those names. */
export function targetsOf({ targets }: Cut, names: readonly string[]): readonly Target[] {
  return names.flatMap((name) => targets.get(name) ?? []);
}
