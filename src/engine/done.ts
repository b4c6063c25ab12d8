import type { Finding, Problem } from '../problems/problem.ts';

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
