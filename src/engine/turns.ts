import type { Stage } from '../model/plan.ts';

/**
 * Many that move at once keep OVN busy everywhere for as long as all of them need, and what is sent
 * meanwhile to an endpoint that has gone is lost; few are through before it matters (docs/cutover.md).
 */
const few = 4;

/** What OVN needs to follow one move, with some to spare. */
const longestMs = 200;

/** Of the confirm timeout, for all turns of a stage together. */
const share = 1 / 12;

/**
 * Milliseconds from one node's write to the next one's; 0: all at once. Before the move nothing goes
 * away, and while some prefer the new endpoint and some the old one, packets cross between both
 * networks, which a strict reverse-path filter drops: `prefer` is never drawn out.
 */
export function turnMs(
  { name, writes }: Pick<Stage, 'name' | 'writes'>,
  confirmSeconds: number,
): number {
  if (name !== 'move' || writes.length <= few) return 0;
  return Math.min(longestMs, (confirmSeconds * 1000 * share) / writes.length);
}
