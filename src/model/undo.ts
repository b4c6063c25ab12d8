import type { Column, Value } from './change.ts';

/** One key of one node that a run writes, and how it is put back. */
export interface Undo {
  readonly column: Column;
  readonly key: string;
  /** Every value that the run writes there; anything else that stands there is somebody else's. */
  readonly ours: readonly Value[];
  /** What is put back; null: the key is absent. */
  readonly back: Value;
}

/** A revert timer: what a node does by itself when nobody disarms it in time. */
export interface Timer {
  /** The run that arms it; a run's identity is made of letters, digits and `-`. */
  readonly run: string;
  /** For people: `user@host, pid 4711`. */
  readonly owner: string;
  /** Seconds from arming or extending until it puts things back. */
  readonly seconds: number;
  readonly undo: readonly Undo[];
}

/** A timer as it was found on a node. */
export interface FoundTimer {
  readonly run: string;
  readonly owner: string;
  /** Until it puts things back; 0: it is doing so. */
  readonly secondsLeft: number;
  /** Its process runs; where it does not, nobody puts anything back. */
  readonly alive: boolean;
}
