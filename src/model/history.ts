import type { RunEnd, RunRecord } from './journal.ts';
import type { Problem } from '../problems/problem.ts';

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
