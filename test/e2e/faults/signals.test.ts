import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../../lab/lab.ts';
import { launch } from '../../chaos/program.ts';
import { mcreconcile, program } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { shadow, unshadow } from '../../support/shadow.ts';
import { temporaryFolder } from '../../support/state.ts';
import { signals, type Phase } from './signal-cases.ts';
import { nothingLeft } from './support.ts';

const vsctl = '/usr/bin/ovs-vsctl';

/** Marks each call of ovs-vsctl in a file that we see from outside, and makes it slow. */
const slowly = `
case "$*" in *wait-until*) phase=writing ;; *) phase=reading ;; esac
[ $phase = reading ] && [ -e /var/log/at-writing ] && phase=verifying
touch /var/log/at-$phase
sleep 1
exec $real "$@"`;

describeLab('a signal is obeyed at every phase, and what it leaves is whole:', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());

  const second = (): LabNode => {
    const [, node] = lab.nodes;
    if (node === undefined) throw new Error('the lab has no second node');
    return node;
  };

  const reached = async (phase: Phase): Promise<void> => {
    while (!existsSync(join(second().dir, 'log', `at-${phase}`))) await sleep(20);
  };

  const endpoint = async (node: LabNode) => (await node.externalIds())['ovn-encap-ip'];

  beforeEach(() => shadow(second(), vsctl, slowly));

  afterEach(async () => {
    await unshadow(second(), vsctl);
    await second().sh('rm -f /var/log/at-*');
    await nothingLeft(lab);
    for (const node of lab.nodes) {
      const back = `external_ids:ovn-encap-ip=${node.management}`;
      await node.vsctl('--timeout=10', 'set', 'Open_vSwitch', '.', back);
    }
  });

  /** Gets its signals right after this line of its journal. */
  const after = async (line: string, ...names: readonly NodeJS.Signals[]) => {
    const state = await temporaryFolder();
    const run = launch({ args: ['apply', lab.inventory, '-o', 'json'], state, halts: [line] });
    expect(await run.halted()).toBe(true);
    for (const name of [...names, 'SIGCONT' as const]) run.signal(name);
    return run.ending;
  };

  const during = async (phase: Phase, signal: NodeJS.Signals) => {
    if (phase === 'disarming') return after('disarm', signal);
    return mcreconcile(['apply', lab.inventory, '-o', 'json'], {
      started: (kill) => void reached(phase).then(() => kill(signal)),
    });
  };

  test.each(signals)('$signal while $phase', async ({ phase, signal, exit, result }) => {
    const { exit: ended, stdout } = await during(phase, signal);
    const report = JSON.parse(stdout);
    // What went wrong instead stands in the report.
    expect(ended === exit ? ended : stdout).toBe(exit);
    const isMoved = result === 'changed';
    expect(report).toMatchObject({ result, exit, summary: { changed: isMoved ? 3 : 0 } });
    const kind = isMoved ? 'interrupted-late' : 'interrupted';
    expect(report.problems).toContainEqual(expect.objectContaining({ kind }));
    for (const node of lab.nodes)
      expect(await endpoint(node)).toBe(isMoved ? node.underlay : node.management);
  });

  test('a second signal with nothing written ends the program at once', async () => {
    const { exit, stdout } = await after('begin', 'SIGINT', 'SIGTERM');
    expect([exit, stdout]).toEqual([143, '']);
    for (const node of lab.nodes) expect(await endpoint(node)).toBe(node.management);
  });

  test('a second signal after the first write does, too: the nodes put themselves back', async () => {
    const args = ['apply', lab.inventory, '--confirm-timeout', '10'];
    const { exit, stdout } = await mcreconcile(args, {
      started: (kill) =>
        void reached('writing')
          .then(() => kill('SIGINT'))
          .then(() => sleep(100))
          .then(() => kill('SIGINT')),
    });
    expect([exit, stdout]).toEqual([9, '']);
    await nothingLeft(lab);
    for (const node of lab.nodes) expect(await endpoint(node)).toBe(node.management);
  });

  /** stdout and stderr as the shell redirects them. */
  const applyInto = async (redirections: string) => {
    const words = [...program, 'apply', lab.inventory];
    const env = { PATH: process.env['PATH'] ?? '', XDG_STATE_HOME: await temporaryFolder() };
    const child = spawn('sh', ['-c', `exec "$@" ${redirections}`, 'sh', ...words], { env });
    const [exit] = await once(child, 'close');
    return exit;
  };

  test.each([
    ['a report that cannot be written', '>/dev/full', 10],
    ['progress that nobody reads', '2>/dev/full', 0],
  ])('%s ends no run in the middle', async (_, redirections, exit) => {
    expect(await applyInto(redirections)).toBe(exit);
    for (const node of lab.nodes) expect(await endpoint(node)).toBe(node.underlay);
  });
});
