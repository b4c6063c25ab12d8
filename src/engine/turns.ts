/**
 * Where every mixture of old and new forwards, nodes take turns: all at once, OVN has to follow all of
 * them everywhere at the same time, and more is lost (docs/cutover.md).
 */
const longestMs = 200;

/** Of the confirm timeout, for all turns of a stage together. */
const share = 1 / 12;

/** Milliseconds from one node's write to the next one's. */
export function turnMs(confirmSeconds: number, nodes: number): number {
  return Math.min(longestMs, (confirmSeconds * 1000 * share) / nodes);
}
