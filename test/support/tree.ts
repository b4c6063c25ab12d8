import { makeTree } from '../../.build/tree.mjs';
import { labObstacle } from '../lab/obstacle.ts';

/** Where a lab can run, the tests on the other OVN must not be left out for want of it. */
export function setup(): void {
  if (labObstacle() === null) makeTree();
}
