import type { Change } from './change.ts';
import type { NodeSpec } from './inventory.ts';
import type { Stage, Strategy } from './plan.ts';
import type { Problem } from '../problems/problem.ts';

/** How a run that wrote something ended; a journal without an end is of a run that died. */
export type RunEnd = 'changed' | 'held' | 'confirmed' | 'rolled-back' | 'half-done' | 'refused';

/** The first line of a journal. */
export type Begin = Extract<JournalRecord, { type: 'begin' }>;

/** What a journal says of its run. */
export interface RunRecord {
  readonly begin: Begin;
  /** The last stage that it came to; null: none. */
  readonly stage: string | null;
  /** Why it began to roll back; null: it did not. */
  readonly rollback: string | null;
  /** null: it died, or it still runs. */
  readonly end: RunEnd | null;
  /** When it last said something, ISO 8601. */
  readonly lastAt: string;
}

/** The lines of a run's journal. The first one is `begin`; times are ISO 8601, UTC. */
export type JournalRecord =
  | {
      readonly type: 'begin';
      readonly format: 'mcreconcile.journal/1';
      readonly at: string;
      readonly run: string;
      readonly inventory: string;
      readonly owner: string;
      /** `write`: no endpoint that is in use moves. */
      readonly strategy: Strategy | 'write';
      readonly confirmSeconds: number;
      /** The run that this one rolls back. */
      readonly rollsBack?: string;
      /** What it is about to write to each node, net. */
      readonly nodes: readonly { readonly spec: NodeSpec; readonly changes: readonly Change[] }[];
      /** Enough to undo everything, cutover keys included. */
      readonly stages: readonly Stage[];
    }
  | { readonly type: 'stage'; readonly at: string; readonly name: string }
  | { readonly type: 'rollback'; readonly at: string; readonly cause: string }
  | { readonly type: 'end'; readonly at: string; readonly end: RunEnd };

/** One run of the past; `problem` is why its journal cannot be read. */
export type PastRun =
  | {
      readonly run: string;
      readonly result: RunEnd | 'running' | 'died';
      readonly record: RunRecord;
      readonly problem: null;
    }
  | {
      readonly run: string;
      readonly result: 'unreadable';
      readonly record: null;
      readonly problem: Problem;
    };

/** The runs that wrote something. */
export interface History {
  /** Newest last, where the eye is. */
  readonly runs: readonly PastRun[];
  /** How many older ones are left out. */
  readonly older: number;
  /** Why there is no list at all. */
  readonly problems: readonly Problem[];
}
