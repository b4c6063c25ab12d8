/** What a run tells while it goes on, for progress only; the result is the Report. */
export type RunEvent =
  | {
      readonly type: 'phase';
      readonly phase: 'reading' | 'probing' | 'writing' | 'verifying';
      readonly nodes: readonly string[];
    }
  | { readonly type: 'node-done'; readonly node: string };
