/** What a run tells while it goes on, for progress only; the result is the Report. */
export type RunEvent =
  | {
      readonly type: 'phase';
      readonly phase: 'reading' | 'probing' | 'arming' | 'writing' | 'verifying' | 'putting back';
      readonly nodes: readonly string[];
    }
  | { readonly type: 'node-done'; readonly node: string };
