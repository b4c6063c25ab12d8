import type { Change } from './change.ts';
import type { Finding, Problem } from './problem.ts';

/** What one node lacks, net, and what speaks against writing it. */
export interface NodePlan {
  readonly name: string;
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
}

/** Writes that may happen at the same time; the next stage waits for all of them. */
export interface Stage {
  readonly name: string;
  readonly writes: readonly { readonly node: string; readonly changes: readonly Change[] }[];
}

/** The one value that plan, check, apply, the exit code, the JSON and the verification come from. */
export interface Plan {
  readonly format: 'mcreconcile.plan/1';
  readonly nodes: readonly NodePlan[];
  /** Fleet-wide findings, about two nodes or more. */
  readonly problems: readonly Finding[];
  /** Law: folded over the nodes, the stages are the net changes. */
  readonly stages: readonly Stage[];
}
