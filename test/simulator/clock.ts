import type { Clock } from '../../src/engine/ports.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/**
 * Time that passes only while nobody works: a run of minutes takes milliseconds, and none is late
 * because the machine is busy. `busy` counts the scripts under way.
 */
export function virtualClock(busy: () => number): Clock & { end(): void } {
  const timers = new Set<Timer>();
  let [now, idle, pumping] = [0, 0, false];
  const pump = (): void => {
    idle = busy() === 0 ? idle + 1 : 0;
    // Once for what has just ended, once for what that has set going.
    if (idle > 2 && timers.size > 0) pass();
    pumping = timers.size > 0;
    if (pumping) setImmediate(pump);
  };
  const pass = (): void => {
    const next = [...timers].reduce((one, other) => (other.at < one.at ? other : one));
    timers.delete(next);
    now = Math.max(now, next.at);
    idle = 0;
    next.fire();
  };
  const after = (ms: number, fire: () => void): Timer => {
    const timer = { at: now + ms, fire };
    timers.add(timer);
    if (!pumping) setImmediate(pump);
    pumping = true;
    return timer;
  };
  return {
    /** The run is over: what it set no longer matters. */
    end: () => timers.clear(),
    now: () => now,
    stamp: () => '2026-01-01T00:00:00.000Z',
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const wake = (): void => {
          timers.delete(timer);
          signal.removeEventListener('abort', wake);
          resolve();
        };
        const timer = after(ms, wake);
        signal.addEventListener('abort', wake, { once: true });
      }),
    deadline: (ms, problem) => {
      const controller = new AbortController();
      after(ms, () => controller.abort(problem));
      return controller.signal;
    },
  };
}
