import { expect, test } from 'vitest';
import { startLab } from '../../lab/lab.ts';
import { everyDirection, measureLoss } from '../../lab/loss.ts';
import { waitForTunnels } from '../../lab/tunnels.ts';
import { mcreconcile } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { nothingLeft } from '../faults/support.ts';

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
