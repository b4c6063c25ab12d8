import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../../lab/lab.ts';
import { mcreconcile } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { shadow, unshadow } from '../../support/shadow.ts';
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

  afterEach(async () => {
    await unshadow(second(), vsctl);
    await second().sh('rm -f /var/log/at-*');
    await nothingLeft(lab);
    for (const node of lab.nodes) {
      const back = `external_ids:ovn-encap-ip=${node.management}`;
      await node.vsctl('--timeout=10', 'set', 'Open_vSwitch', '.', back);
    }
  });

  test.each(signals)('$signal while $phase', async ({ phase, signal, exit, result }) => {
    await shadow(second(), vsctl, slowly);
    const { exit: ended, stdout } = await mcreconcile(['apply', lab.inventory, '-o', 'json'], {
      started: (kill) => void reached(phase).then(() => kill(signal)),
    });
    expect(ended).toBe(exit);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ result, exit, summary: { changed: 0 } });
    expect(report.problems).toContainEqual(expect.objectContaining({ kind: 'interrupted' }));
    for (const node of lab.nodes) expect(await endpoint(node)).toBe(node.management);
  });

  test('a second signal ends the program at once, and the nodes put themselves back', async () => {
    await shadow(second(), vsctl, slowly);
    const args = ['apply', lab.inventory, '--confirm-timeout', '10'];
    const { exit, stdout } = await mcreconcile(args, {
      started: (kill) =>
        void reached('writing')
          .then(() => kill('SIGINT'))
          .then(() => sleep(100))
          .then(() => kill('SIGINT')),
    });
    expect([exit, stdout]).toEqual([130, '']);
    await nothingLeft(lab);
    for (const node of lab.nodes) expect(await endpoint(node)).toBe(node.management);
  });
});
