/** What can be wrong with the revert timer of a node. */
export type TimerProblem =
  | { readonly kind: 'timer-not-armed'; readonly reason: string }
  | { readonly kind: 'timer-gone'; readonly run: string }
  | { readonly kind: 'timer-fired'; readonly run: string }
  | {
      readonly kind: 'node-locked';
      /** The run that holds the node, and for people, whose it is. */
      readonly run: string;
      readonly owner: string;
      /** Until it puts things back; 0: it is doing so. */
      readonly secondsLeft: number;
    };
