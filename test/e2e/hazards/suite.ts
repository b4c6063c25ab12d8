import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { startFleet } from './fleet.ts';
import type { Hazard } from './hazard.ts';
import { judge } from './judge.ts';
import { restore } from './restore.ts';

/** Enough for the waits of one case on a machine that is busy with other tests. */
export const timeout = 180_000;

/** One test for each hazard, one after the other on one fleet; gives the way to that fleet. */
export function judged(hazards: readonly Hazard[]): () => Lab {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startFleet();
  });
  afterEach(() => restore(lab));
  afterAll(() => lab.down());

  test.each(hazards)('$name', { timeout }, async (hazard) => {
    await expect(judge(lab, hazard)).resolves.toBeUndefined();
  });
  return () => lab;
}
