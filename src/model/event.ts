import type { RunEnd } from './journal.ts';
import type { Strategy } from './plan.ts';

/** What a run tells while it goes on, for progress only; the result is the Report. */
export type RunEvent =
  | {
      readonly type: 'phase';
      readonly phase:
        'reading' | 'probing' | 'arming' | 'writing' | 'verifying' | 'disarming' | 'putting back';
      readonly nodes: readonly string[];
    }
  | {
      /** Said once, before anything is armed or written. */
      readonly type: 'strategy';
      /** null: no endpoint that is in use moves. */
      readonly strategy: Strategy | null;
      readonly endpoints: number;
      readonly nodes: number;
      readonly stages: number;
      /** Without contact for so long, every node reverts. */
      readonly seconds: number;
    }
  | { readonly type: 'node-done'; readonly node: string }
  /** A run that wrote, or was about to, is over. */
  | { readonly type: 'end'; readonly end: RunEnd };
