import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../engine/ports.ts';

/** The real time. No timer of it keeps the process alive. */
export const realClock: Clock = {
  now: () => performance.now(),
  stamp: () => new Date().toISOString(),
  sleep: async (ms, signal) => {
    // An aborted sleep ends early: the caller looks at its signal.
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  },
  deadline: (ms, problem) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(problem), ms).unref();
    return controller.signal;
  },
};
