import type { FoundTimer } from './undo.ts';

/** How a run that writes can come out, and what earlier ones left. */
export type CutoverProblem =
  /** The most flows that a node has, and milliseconds that a look at all of them takes. */
  | { readonly kind: 'in-place'; readonly flows: number; readonly dumpMs: number }
  | { readonly kind: 'not-in-place'; readonly reasons: readonly string[] }
  | { readonly kind: 'cutover-unsupported'; readonly reasons: readonly string[] }
  | { readonly kind: 'gateways-fail-over' }
  /** Seconds that the ovn-controllers stood still, and how many tunnels kept their ports. */
  | { readonly kind: 'stood-still'; readonly seconds: number; readonly tunnels: number }
  /** What OVN or OVS did anew although all was made ready: ports, BFD sessions, gateways. */
  | { readonly kind: 'made-anew'; readonly what: readonly string[] }
  /** Why a node was not as the plan saw it when it stood still. */
  | { readonly kind: 'not-still'; readonly reason: string }
  | { readonly kind: 'southbound-unmoved'; readonly via: string; readonly reason: string }
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
