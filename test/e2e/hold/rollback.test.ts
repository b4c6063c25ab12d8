import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeLab } from '../../support/lab.ts';
import { shadow, unshadow } from '../../support/shadow.ts';
import { nothingLeft } from '../faults/support.ts';
import { eventually } from '../hazards/eventually.ts';
import { node } from '../hazards/hazard.ts';
import { controller, fleet, vsctl } from './fleet.ts';

describeLab('a run that can be taken back', () => {
  const { lab, endpoints, old, moved } = fleet();

  describe('rollback', () => {
    test('takes back the last run, once; and says when nothing is left', async () => {
      const { told, results, lastRun } = await controller();
      expect(await told(['apply', lab().inventory])).toMatchObject({ exit: 0 });
      const run = await lastRun();
      expect(await told(['rollback', '--check'])).toMatchObject({
        exit: 2,
        text: expect.stringContaining('To roll back: mcreconcile rollback'),
      });
      expect(await endpoints()).toEqual(moved());
      expect(await told(['rollback'])).toMatchObject({ exit: 0 });
      expect(await endpoints()).toEqual(old());
      expect(await results()).toEqual(['rolled-back', 'changed']);
      // Once more would be to go forward again.
      expect(await told(['rollback'])).toMatchObject({
        exit: 64,
        text: expect.stringContaining('no recorded run left anything to roll back'),
      });
      expect(await told(['rollback', run])).toMatchObject({
        exit: 0,
        text: expect.stringContaining(`nothing that run ${run} wrote is left`),
      });
    });

    test('that the old journal cannot tell of exits 10, and all is put back', async () => {
      const { env, told, lastRun } = await controller();
      await told(['apply', lab().inventory]);
      const run = await lastRun();
      const journal = join(env.XDG_STATE_HOME, 'mcreconcile/runs', `${run}.jsonl`);
      execFileSync('mount', ['--bind', '-o', 'ro', journal, journal]);
      onTestFinished(() => void execFileSync('umount', [journal]));
      const { exit, text } = await told(['rollback', run]);
      expect(text).toContain('written, verified and kept, but not recorded as such');
      expect(exit).toBe(10);
      expect(await endpoints()).toEqual(old());
      // Nothing is left to write: then it is a failure like any other.
      expect(await told(['rollback', run])).toMatchObject({ exit: 1 });
    });

    test('takes a run back as a whole', async () => {
      const { told, lastRun } = await controller();
      await told(['apply', lab().inventory]);
      const { exit, text } = await told(['rollback', await lastRun(), '-l', 'micro01']);
      expect([exit, text]).toEqual([64, expect.stringContaining('--limit was settled')]);
      expect(await endpoints()).toEqual(moved());
    });
  });

  describe('of a program that was killed in a stage', () => {
    /** The third node's move takes long enough to die in. */
    async function killed(seconds: number) {
      const mine = await controller();
      const move = `external_ids:ovn-encap-ip="${moved()[2]}"`;
      await shadow(
        node(lab(), 2),
        vsctl,
        `case "$*" in *wait-until*'${move}'*) exec sleep 9 ;; esac; exec $real "$@"`,
      );
      try {
        const args = ['apply', lab().inventory, '--confirm-timeout', String(seconds)];
        const { exit } = await mine.told(
          args,
          (kill) => void halfMoved().then(() => kill('SIGKILL')),
        );
        expect(exit).toBe(null);
      } finally {
        await unshadow(node(lab(), 2), vsctl);
      }
      return { ...mine, run: await mine.lastRun() };
    }

    const halfMoved = () =>
      eventually('two nodes have moved', async () => {
        const [one, two] = await endpoints();
        return one === moved()[0] && two === moved()[1] ? null : 'not yet';
      });

    test('the journal shows the stage, and rollback puts back what had landed', async () => {
      const { env, told, run, results } = await killed(60);
      const journal = join(env.XDG_STATE_HOME, 'mcreconcile/runs', `${run}.jsonl`);
      const records = (await readFile(journal, 'utf8')).trimEnd().split('\n');
      expect(JSON.parse(records.at(-1) ?? '')).toMatchObject({ type: 'stage', name: 'move' });
      expect(await results()).toEqual(['died']);
      const plan = await told(['plan', lab().inventory]);
      expect(plan.text).toContain(`run ${run} of`);
      expect(plan.text).toContain('died in stage move');
      expect(await told(['rollback'])).toMatchObject({ exit: 0 });
      await nothingLeft(lab());
      expect(await endpoints()).toEqual(old());
      expect(await results()).toEqual(['rolled-back', 'changed']);
    });

    test('the nodes put themselves back in time, and rollback finds nothing left', async () => {
      const { told, run, results } = await killed(10);
      await nothingLeft(lab());
      expect(await endpoints()).toEqual(old());
      const { exit, text } = await told(['rollback', run]);
      expect([exit, text]).toEqual([0, expect.stringContaining('nothing that run')]);
      expect(await results()).toEqual(['rolled-back']);
    });
  });
});
