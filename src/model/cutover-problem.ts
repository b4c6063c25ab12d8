import type { FoundTimer } from './undo.ts';

/** How a run that writes can come out, and what earlier ones left. */
export type CutoverProblem =
  | ({ readonly kind: 'timer-found' } & FoundTimer)
  | { readonly kind: 'timer-taken-over'; readonly run: string }
  | {
      readonly kind: 'not-ours';
      readonly key: string;
      readonly now: string | null;
      readonly run: string;
    }
  | { readonly kind: 'nothing-left'; readonly run: string }
  | { readonly kind: 'rolled-back'; readonly cause: string }
  | {
      readonly kind: 'half-done';
      readonly run: string;
      readonly cause: string;
      readonly seconds: number;
    }
  | {
      readonly kind: 'run-died';
      readonly run: string;
      readonly at: string;
      readonly stage: string | null;
    }
  /** What differs: some nodes need other changes, or they would be written in another way. */
  | { readonly kind: 'plan-stale'; readonly what: 'changes' | 'stages' }
  /** `armed`: the node has a timer of its own, which does it. */
  | { readonly kind: 'not-put-back'; readonly reason: string; readonly armed: boolean }
  | { readonly kind: 'source-kept' }
  | { readonly kind: 'held'; readonly run: string; readonly seconds: number };
