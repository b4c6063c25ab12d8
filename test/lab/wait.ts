import { setTimeout as sleep } from 'node:timers/promises';
import { isTimeout, LabError } from './error.ts';

/** Looks until nothing is missing; in the end, what still is missing is the error. */
export async function untilNothingIsMissing(
  look: () => Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const missing = await look();
    if (missing.length === 0) return;
    if (signal.aborted) throw isTimeout(signal) ? tooLate(missing) : signal.reason;
    // Each look starts programs on every node.
    await sleep(200);
  }
}

function tooLate(missing: readonly string[]): LabError {
  return new LabError(`Not in time: ${missing.join(', ')}.`);
}
