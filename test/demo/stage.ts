/** Three nodes to show the product on. */
export interface Stage {
  /** What kind of nodes these are, in a sentence for the audience. */
  readonly about: string;
  /** Runs a command line of mcreconcile where `inventory.yaml` is theirs; returns its exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
  /** Moves micro02 back to its management address behind mcreconcile's back; returns 0. */
  readonly tamper: () => Promise<number>;
  readonly close: () => Promise<void>;
}
