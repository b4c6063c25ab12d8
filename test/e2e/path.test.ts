import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { PathAnswer } from '../../src/model/plan.ts';
import { dropPackets, type Undo } from '../lab/faults.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';

describeLab('the paths between three real nodes', () => {
  describe.each([4, 6] as const)('IPv%i', (underlayFamily) => {
    let lab: Lab;
    const undo: Undo[] = [];
    beforeAll(async () => {
      lab = await startLab({ nodes: 3, underlayFamily });
      // Over IPv6 the default overlay needs more than 1500 bytes.
      for (const node of lab.nodes) await node.sh('ip link set eth1 mtu 1600');
    });
    afterEach(async () => {
      for (const each of undo.splice(0)) await each();
    });
    afterAll(() => lab.down());

    const nodes = () => {
      const [first, second, third] = lab.nodes;
      if (!first || !second || !third) throw new Error('the lab has not three nodes');
      return { first, second, third };
    };
    /** What plan and apply say on one line, once they have refused, and written nothing. */
    const refused = async (): Promise<string> => {
      const before = await databases(lab);
      const outcomes = [
        await mcreconcile(['plan', lab.inventory]),
        await mcreconcile(['apply', '--diff', lab.inventory]),
      ];
      expect(outcomes.map(({ exit }) => exit)).toEqual([1, 1]);
      expect(await databases(lab)).toEqual(before);
      const [plan = ''] = outcomes.map(({ stdout }) => stdout.replaceAll(/\s+/g, ' '));
      return plan;
    };
    const answers = async (): Promise<readonly PathAnswer[]> => {
      const { stdout } = await mcreconcile(['plan', lab.inventory, '-o', 'json']);
      const report: { paths: readonly PathAnswer[] } = JSON.parse(stdout);
      return report.paths;
    };

    test('are asked for in one command a node, beside the one that reads it', async () => {
      const commands = async (...args: readonly string[]): Promise<readonly number[]> => {
        for (const node of lab.nodes) await node.sh('truncate -s 0 /var/log/sshd.log');
        await mcreconcile([...args, lab.inventory]);
        const count = "grep -c 'Starting session: command' /var/log/sshd.log";
        return Promise.all(lab.nodes.map(async (node) => Number(await node.sh(count))));
      };
      expect(await commands('check')).toEqual([1, 1, 1]);
      expect(await commands('plan')).toEqual([2, 2, 2]);
    });

    test('all is well: the plan shows it', async () => {
      const { exit, stdout } = await mcreconcile(['plan', lab.inventory]);
      expect(stdout).toContain('1 micro01    .  ok  ok\n     2 micro02   ok   .  ok\n');
      expect(exit).toBe(2);
      const device = 'eth1';
      for (const answer of await answers()) {
        expect(answer).toMatchObject({ payload: 1472, received: 3, small: null, device });
      }
    });

    test('one way between two of them loses packets', async () => {
      const { first, second } = nodes();
      undo.push(await dropPackets(lab, { on: 'underlay', from: first, to: second }));
      expect(await refused()).toContain(
        'no ping passes between micro01 and micro02 over the underlay',
      );
    });

    test('a filter lets one side ask, the other not', async () => {
      const { first, second } = nodes();
      const matching = `${underlayFamily === 4 ? 'icmp type' : 'icmpv6 type'} echo-request`;
      undo.push(await dropPackets(lab, { on: 'underlay', from: first, to: second, matching }));
      const text = await refused();
      expect(text).toContain('micro01 gets no answer from micro02');
      expect(text).toContain('though micro02 gets one from micro01');
    });

    test('the switch drops what is longer than 1450 bytes', async () => {
      const { first, second } = nodes();
      undo.push(
        await dropPackets(lab, { on: 'underlay', from: first, to: second, longerThan: 1450 }),
      );
      expect(await refused()).toContain(
        'small pings pass between micro01 and micro02, but unfragmented ones of 1472 bytes',
      );
      const cut = (await answers()).filter(({ received }) => received === 0);
      expect(cut.map(({ from, to, small }) => [from, to, small])).toEqual([
        ['micro01', 'micro02', true],
        ['micro02', 'micro01', true],
      ]);
    });

    test('without fping the answers are the same', async () => {
      const { first, second } = nodes();
      undo.push(
        await dropPackets(lab, { on: 'underlay', from: first, to: second, longerThan: 1450 }),
      );
      const told = async () => (await answers()).map((each) => ({ ...each, sent: 0 }));
      const before = await told();
      for (const node of lab.nodes) {
        await node.sh('[ ! -e /usr/bin/fping ] || mount --bind /etc/hostname /usr/bin/fping');
        undo.push(async () => void (await node.sh('umount -q /usr/bin/fping || true')));
      }
      expect(await told()).toEqual(before);
    });

    test('a route leaves by another NIC', async () => {
      const { first, second } = nodes();
      const route = `${second.underlay}/${underlayFamily === 4 ? 32 : 128} dev eth0`;
      await first.sh(`ip route add ${route}`);
      undo.push(async () => void (await first.sh(`ip route del ${route}`)));
      expect(await refused()).toContain('micro01 would send to micro02 by eth0, not by eth1');
    });

    test('a peer is gone', async () => {
      const { second } = nodes();
      // Its own side would refuse because of its NIC: the switch's end is another's.
      undo.push(await dropPackets(lab, { on: 'underlay', to: second }));
      expect(await refused()).toContain('no ping passes between micro02 and 2 of its 2 peers');
    });
  });
});
