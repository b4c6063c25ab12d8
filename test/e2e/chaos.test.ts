import { afterAll, test } from 'vitest';
import pLimit from 'p-limit';
import type { Fault } from '../chaos/fault.ts';
import { faults } from '../chaos/faults.ts';
import { Stands, titleOf } from '../chaos/stands.ts';
import { describeLab } from '../support/lab.ts';

/** Most of a run that meets a fault is waiting for timers: these do so side by side. */
const labs = 5;
const patience = 400_000;

/** What soon passes, or is milder than a fault beside it: `npm run chaos` has it, too. */
const mild =
  /for a second|starts again|in the middle of the run|twice|all nodes is cut|does not lead|leaves it to another|whose a tunnel/;

/** Every other fault once, at its most telling moment; `npm run chaos` has them at every one, and often. */
const once = faults.filter(
  (fault) =>
    !mild.test(fault.name) &&
    fault.at !== 'random' &&
    (fault.name === 'the controller is killed with -9' || fault === telling(fault.name)),
);

function telling(wanted: string): Fault | undefined {
  const own = faults.filter(({ name }) => name === wanted);
  const moment = wanted.startsWith('the southbound') ? 'southbound' : 'move';
  return own.find(({ at }) => at === moment) ?? own[0];
}

describeLab('a run that meets a fault leaves no fleet in the middle:', () => {
  const idle = Array.from({ length: labs }, () => new Stands());
  const all = [...idle];
  const turn = pLimit(labs);
  afterAll(async () => void (await Promise.all(all.map((each) => each[Symbol.asyncDispose]()))));

  test.concurrent.for(once.map((fault) => [titleOf(fault), fault] as const))(
    '%s',
    { timeout: patience },
    ([, fault], { expect }) =>
      turn(async () => {
        const stands = idle.pop() ?? new Stands();
        try {
          const { wrong, seen } = await stands.meet(fault, 0.5);
          expect(wrong, seen).toEqual([]);
        } finally {
          idle.push(stands);
        }
      }),
  );
});
