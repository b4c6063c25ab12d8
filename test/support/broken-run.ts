import { expect } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { encapIps, runOn, type RunOptions } from './builders.ts';
import { keysOnly, rows, unwhole, watchedFleet } from './watched-fleet.ts';

export const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
/** In place on the first, synchronised on the other. */
export const versions = ['25.03.1', '23.03.1'] as const;

export type Version = (typeof versions)[number];

function playFor(version: Version) {
  return { ...keysOnly, cutover: version === '23.03.1' ? 'synchronised' : 'in-place' } as const;
}

export type Look = NonNullable<Parameters<typeof watchedFleet>[1]>;

/** Applies, and looks at what must hold whatever happened. */
export async function applied(version: Version, look: Look, options: RunOptions = {}) {
  const { fleet, armed } = watchedFleet(version, look);
  const before = rows(fleet);
  const report = await runOn(fleet, 'apply', { play: playFor(version), ...options });
  expect(fleet.open()).toBe(0);
  return { fleet, armed: [...armed], before, report, exit: exitCode(report) };
}

export type Applied = Awaited<ReturnType<typeof applied>>;

/** The state of the world at the end; what is neither old nor new is shown as it is. */
export function ended({ fleet, armed, before, exit }: Applied) {
  const now = rows(fleet);
  const isOld = JSON.stringify(now) === JSON.stringify(before);
  const isNew = encapIps(fleet).join() === moved.join() && unwhole(fleet).length === 0;
  return { state: isOld ? 'old' : isNew ? 'new' : now, armed, exit };
}

export const rolledBack = { state: 'old', armed: [], exit: 8 };
export const unrecorded = { state: 'new', armed: [], exit: 10 };
