import { describe, expect, test } from 'vitest';
import { describeLab } from '../../support/lab.ts';
import { nothingLeft } from '../faults/support.ts';
import { second } from '../hazards/hazard.ts';
import { controller, fleet, set } from './fleet.ts';

describeLab('a run that can be taken back', () => {
  const { lab, endpoints, old, moved, hold } = fleet();

  describe('held', () => {
    test('waits with its timers armed, and confirm keeps it', async () => {
      const { told, results, lastRun } = await controller();
      expect(await told(hold(60))).toMatchObject({ exit: 3 });
      const run = await lastRun();
      expect(await endpoints()).toEqual(moved());
      expect(await results()).toEqual(['held']);
      expect((await told(['history'])).text).toContain(
        `to keep it: \`mcreconcile confirm ${run}\``,
      );
      const facts = await told(['facts', lab().inventory]);
      expect(facts.text).toMatch(new RegExp(`revert timer of run ${run} .*: reverts its keys in`));
      for (const command of ['check', 'plan', 'apply']) {
        const { exit, text } = await told([command, lab().inventory]);
        expect(text).toContain(`run ${run} (`);
        expect(text).toContain('is not over: this node reverts in');
        expect(exit).toBe(0);
      }
      expect(await told(['confirm', run])).toMatchObject({ exit: 0 });
      await nothingLeft(lab());
      expect(await results()).toEqual(['confirmed']);
      expect(await endpoints()).toEqual(moved());
      expect(await told(['confirm', run])).toMatchObject({
        exit: 64,
        text: expect.stringContaining('is not held: it ended confirmed'),
      });
    });

    test('is put back by the nodes themselves; to confirm it then is too late', async () => {
      const { told, results, lastRun } = await controller();
      expect(await told(hold(10))).toMatchObject({ exit: 3 });
      await nothingLeft(lab());
      expect(await endpoints()).toEqual(old());
      const { exit, text } = await told(['confirm', await lastRun()]);
      expect(text).toContain('is over: the node reverts');
      expect(text).not.toContain('To try again');
      expect([exit, await results()]).toEqual([8, ['rolled-back']]);
      expect(await endpoints()).toEqual(old());
    });

    test('is put back at once by rollback, and no node is held any more', async () => {
      const { told, results, lastRun } = await controller();
      await told(hold(60));
      const run = await lastRun();
      const { exit, text } = await told(['rollback', run]);
      // What went wrong instead stands in the text.
      expect(exit === 0 ? exit : text).toBe(0);
      await nothingLeft(lab());
      expect(await endpoints()).toEqual(old());
      expect(await results()).toEqual(['rolled-back', 'changed']);
      expect(await told(['confirm', run])).toMatchObject({
        exit: 64,
        text: expect.stringContaining('is not held: it ended rolled-back'),
      });
    });

    test('keeps others away from its nodes, whichever controller they come from', async () => {
      const [mine, other] = [await controller(), await controller()];
      await mine.told(hold(60));
      const run = await mine.lastRun();
      await set(second(lab()), '198.18.0.99');
      for (const { told } of [mine, other]) {
        const { exit, text } = await told(['apply', lab().inventory]);
        expect(text).toMatch(new RegExp(`another run holds this node: ${run} of \\S+, pid \\d+`));
        expect(exit).toBe(6);
      }
      expect(await endpoints()).toEqual(moved().with(1, '198.18.0.99'));
      const { exit, text } = await mine.told(['rollback', run]);
      expect(text).toContain('micro02');
      expect(text).toContain(`ovn-encap-ip is "198.18.0.99", which run ${run} did not write`);
      expect([exit, await endpoints()]).toEqual([0, old().with(1, '198.18.0.99')]);
    });
  });
});
