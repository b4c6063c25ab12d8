import type { Column, Value } from './change.ts';

/** One key of one node that a run writes, and how that is undone. */
export interface Undo {
  readonly column: Column;
  readonly key: string;
  /** Every value that the run writes there; anything else that stands there is somebody else's. */
  readonly ours: readonly Value[];
  /** What stood there before; null: the key was absent. */
  readonly back: Value;
}

/** A revert timer: what a node does by itself when nobody disarms it in time. */
export interface Timer {
  /** The run that arms it; a run's identity is made of letters, digits and `-`. */
  readonly run: string;
  /** For people: `user@host, pid 4711`. */
  readonly owner: string;
  /** Seconds from arming or extending until the node reverts. */
  readonly seconds: number;
  readonly undo: readonly Undo[];
}

/** A timer as it was found on a node. */
export interface FoundTimer {
  readonly run: string;
  readonly owner: string;
  /** Until the node reverts; 0: it is reverting. */
  readonly secondsLeft: number;
  /** Its process runs; where it does not, the node does not revert. */
  readonly alive: boolean;
}
