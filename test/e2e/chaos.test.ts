import { afterAll, test } from 'vitest';
import pLimit from 'p-limit';
import { faults } from '../chaos/faults.ts';
import { Stands, titleOf } from '../chaos/stands.ts';
import { describeLab } from '../support/lab.ts';

/** Most of a run that meets a fault is waiting for timers: these do so side by side. */
const labs = 4;
const patience = 400_000;

/** Every fault once; `npm run chaos` has them at every moment, and often. */
const once = faults.filter(
  ({ name, at }) =>
    at === 'move' ||
    (name.startsWith('the controller is killed') && at !== 'prefer') ||
    faults.findIndex((fault) => fault.name === name && fault.at === 'move') === -1,
);

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
          expect(await stands.meet(fault, 0.5)).toMatchObject({ wrong: [] });
        } finally {
          idle.push(stands);
        }
      }),
  );
});
