/** What can be wrong with what `init` is to write. */
export type SetupProblem =
  /** `found`: what the node has, `eth1 198.19.0.11/16`, with the reason why it cannot serve. */
  | { readonly kind: 'none-chosen'; readonly node: string; readonly found: readonly string[] }
  | { readonly kind: 'several-chosen'; readonly node: string; readonly found: readonly string[] }
  | {
      readonly kind: 'underlay-ip-absent';
      readonly address: string;
      readonly found: readonly string[];
    }
  | { readonly kind: 'init-unsaved'; readonly file: string; readonly reason: string };
