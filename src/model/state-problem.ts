import type { LockOwner } from './lock.ts';

/** What can be wrong with what the controller keeps: journals, locks, saved plans. */
export type StateProblem =
  | { readonly kind: 'journal-unwritable'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'journal-damaged';
      readonly file: string;
      readonly line: number;
      readonly reason: string;
    }
  | {
      readonly kind: 'locked';
      readonly file: string;
      readonly by: LockOwner;
      /** The owner's process is on this host, where its death would be noticed. */
      readonly here: boolean;
    }
  /** Its owner was gone. */
  | { readonly kind: 'lock-taken-over'; readonly by: LockOwner }
  | { readonly kind: 'lock-unusable'; readonly file: string; readonly reason: string }
  | { readonly kind: 'plan-file'; readonly file: string; readonly reason: string }
  | { readonly kind: 'export-unsaved'; readonly file: string; readonly reason: string }
  | { readonly kind: 'plan-unsaved'; readonly file: string; readonly reason: string };
