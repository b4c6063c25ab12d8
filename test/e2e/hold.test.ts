import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { mcreconcile, type CliOutcome } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { everyDirection, measureLoss } from '../lab/loss.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { shadow, unshadow } from '../support/shadow.ts';
import { temporaryFolder } from '../support/state.ts';
import { nothingLeft } from './faults/support.ts';
import { eventually } from './hazards/eventually.ts';
import { node, second } from './hazards/hazard.ts';

const vsctl = '/usr/bin/ovs-vsctl';

describeLab('a run that can be taken back', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());
  afterEach(async () => {
    await nothingLeft(lab);
    for (const each of lab.nodes) await set(each, each.management);
  });

  const set = (of: LabNode, ip: string) =>
    of.vsctl('--no-wait', 'set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${ip}`);
  const endpoints = () =>
    Promise.all(lab.nodes.map(async (of) => (await of.externalIds())['ovn-encap-ip']));
  const old = () => lab.nodes.map(({ management }) => management);
  const moved = () => lab.nodes.map(({ underlay }) => underlay);

  /** A run whose state is its own, so that nothing of another test is in its history. */
  async function controller() {
    const env = { XDG_STATE_HOME: await temporaryFolder() };
    const told = async (args: readonly string[], started?: Started) => {
      const outcome = await mcreconcile(args, {
        env,
        ...(started === undefined ? {} : { started }),
      });
      return { exit: outcome.exit, text: oneLine(outcome) };
    };
    const history = async (): Promise<readonly { run: string; result: string; stage: string }[]> =>
      JSON.parse((await mcreconcile(['history', '-o', 'json'], { env })).stdout).runs;
    const results = async () => (await history()).map(({ result }) => result);
    const lastRun = async () => (await history()).at(-1)?.run ?? '';
    return { env, told, results, lastRun, history };
  }

  const hold = (seconds: number) => [
    'apply',
    lab.inventory,
    '--hold',
    '--confirm-timeout',
    String(seconds),
  ];

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
      const facts = await told(['facts', lab.inventory]);
      expect(facts.text).toMatch(
        new RegExp(`revert timer of run ${run} .*: puts its keys back in`),
      );
      for (const command of ['check', 'plan', 'apply']) {
        const { exit, text } = await told([command, lab.inventory]);
        expect(text).toContain(`run ${run} (`);
        expect(text).toContain('this node puts back what it wrote');
        expect(exit).toBe(0);
      }
      expect(await told(['confirm', run])).toMatchObject({ exit: 0 });
      await nothingLeft(lab);
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
      await nothingLeft(lab);
      expect(await endpoints()).toEqual(old());
      const { exit, text } = await told(['confirm', await lastRun()]);
      expect(text).toContain('is over: the node puts its own keys back');
      expect(text).not.toContain('To try again');
      expect([exit, await results()]).toEqual([8, ['rolled-back']]);
      expect(await endpoints()).toEqual(old());
    });

    test('is put back at once by rollback, and no node is held any more', async () => {
      const { told, results, lastRun } = await controller();
      await told(hold(60));
      const run = await lastRun();
      expect(await told(['rollback', run])).toMatchObject({ exit: 0 });
      await nothingLeft(lab);
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
      await set(second(lab), '198.18.0.99');
      for (const { told } of [mine, other]) {
        const { exit, text } = await told(['apply', lab.inventory]);
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

  describe('rollback', () => {
    test('takes back the last run, once; and says when nothing is left', async () => {
      const { told, results, lastRun } = await controller();
      expect(await told(['apply', lab.inventory])).toMatchObject({ exit: 0 });
      const run = await lastRun();
      expect(await told(['rollback', '--check'])).toMatchObject({
        exit: 2,
        text: expect.stringContaining('To put it back: mcreconcile rollback'),
      });
      expect(await endpoints()).toEqual(moved());
      expect(await told(['rollback'])).toMatchObject({ exit: 0 });
      expect(await endpoints()).toEqual(old());
      expect(await results()).toEqual(['rolled-back', 'changed']);
      // Once more would be to go forward again.
      expect(await told(['rollback'])).toMatchObject({
        exit: 64,
        text: expect.stringContaining('no journal tells of a run that left something'),
      });
      expect(await told(['rollback', run])).toMatchObject({
        exit: 0,
        text: expect.stringContaining(`nothing is left of what run ${run} wrote`),
      });
    });

    test('that the old journal cannot tell of exits 10, and all is put back', async () => {
      const { env, told, lastRun } = await controller();
      await told(['apply', lab.inventory]);
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
      await told(['apply', lab.inventory]);
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
        node(lab, 2),
        vsctl,
        `case "$*" in *wait-until*'${move}'*) exec sleep 9 ;; esac; exec $real "$@"`,
      );
      try {
        const args = ['apply', lab.inventory, '--confirm-timeout', String(seconds)];
        const { exit } = await mine.told(
          args,
          (kill) => void halfMoved().then(() => kill('SIGKILL')),
        );
        expect(exit).toBe(null);
      } finally {
        await unshadow(node(lab, 2), vsctl);
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
      const plan = await told(['plan', lab.inventory]);
      expect(plan.text).toContain(`run ${run} of`);
      expect(plan.text).toContain('died in stage move');
      expect(await told(['rollback'])).toMatchObject({ exit: 0 });
      await nothingLeft(lab);
      expect(await endpoints()).toEqual(old());
      expect(await results()).toEqual(['rolled-back', 'changed']);
    });

    test('the nodes put themselves back in time, and rollback finds nothing left', async () => {
      const { told, run, results } = await killed(10);
      await nothingLeft(lab);
      expect(await endpoints()).toEqual(old());
      const { exit, text } = await told(['rollback', run]);
      expect([exit, text]).toEqual([0, expect.stringContaining('nothing is left of what')]);
      expect(await results()).toEqual(['rolled-back']);
    });
  });

  describe('beside another one of the same inventory', () => {
    async function beside(...args: readonly string[]) {
      const { told, results } = await controller();
      await shadow(
        node(lab, 2),
        vsctl,
        'case "$*" in *wait-until*) sleep 2 ;; esac; exec $real "$@"',
      );
      try {
        const first = told(['apply', lab.inventory]);
        await eventually('the first one runs', async () =>
          (await results()).includes('running') ? null : 'not yet',
        );
        return { second: await told(['apply', lab.inventory, ...args]), first: await first };
      } finally {
        await unshadow(node(lab, 2), vsctl);
      }
    }

    test('does nothing, and names who holds it', async () => {
      const { first, second } = await beside();
      expect(second.text).toMatch(/is locked by run \S+ of \S+@\S+, pid \d+, since/);
      expect([first.exit, second.exit]).toEqual([0, 6]);
    });

    test('waits for it as long as it is told to', async () => {
      const { first, second } = await beside('--lock-timeout', '30');
      expect(second.text).toContain('3 nodes: 3 ok.');
      expect([first.exit, second.exit]).toEqual([0, 0]);
    });
  });
});

describeLab('a held run of a fleet with OVN', () => {
  test('moves its traffic, and the nodes bring it back where nobody confirms', async () => {
    await using lab = await startLab({ nodes: 3, ovn: true });
    const before = await Promise.all(lab.nodes.map((of) => of.externalIds()));
    const traffic = await measureLoss(everyDirection(lab.workloads));
    const args = ['apply', lab.inventory, '--hold', '--confirm-timeout', '20'];
    const { exit } = await mcreconcile(args);
    expect(exit).toBe(3);
    await waitForTunnels(lab);
    for (const of of lab.nodes) expect((await of.externalIds())['ovn-encap-ip']).toBe(of.underlay);
    await nothingLeft(lab);
    await waitForTunnels(lab);
    await traffic.stop();
    const source = { 'ovn-set-local-ip': 'true' };
    const after = await Promise.all(lab.nodes.map((of) => of.externalIds()));
    // A peer that is late may still need the source address.
    expect(after.map((ids) => ({ ...source, ...ids }))).toEqual(
      before.map((ids) => ({ ...ids, ...source })),
    );
  });
});

type Started = (kill: (signal: NodeJS.Signals) => void) => void;

function oneLine({ stdout, stderr }: CliOutcome): string {
  return (stdout + stderr).replaceAll(/\s+/g, ' ');
}
