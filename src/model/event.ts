import type { Begin, RunEnd } from './journal.ts';

/** What a run tells while it goes on, for progress only; the result is the Report. */
export type RunEvent =
  | {
      readonly type: 'phase';
      readonly phase:
        'reading' | 'probing' | 'arming' | 'writing' | 'verifying' | 'disarming' | 'rolling back';
      readonly nodes: readonly string[];
    }
  | {
      /** Said once, before anything is armed or written. */
      readonly type: 'strategy';
      readonly strategy: Begin['strategy'];
      readonly endpoints: number;
      readonly nodes: number;
      readonly stages: number;
      /** Without contact for so long, every node reverts. */
      readonly seconds: number;
    }
  | { readonly type: 'node-done'; readonly node: string }
  /** A run that wrote, or was about to, is over. */
  | { readonly type: 'end'; readonly end: RunEnd };
