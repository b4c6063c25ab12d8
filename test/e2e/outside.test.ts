import { afterAll, beforeAll, expect, test } from 'vitest';
import { dropPackets } from '../lab/faults.ts';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { probe } from '../lab/probes.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile, type CliOutcome } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';
import { rewritten } from './hazards/inputs.ts';

// The tests go through one lab's life, in which two of three chassis leave the third behind.
describeLab('a chassis that the inventory does not name', () => {
  let lab: Lab;
  let two: string;
  let knowing: string;
  let named: string;
  const silent: CliOutcome = { exit: 0, stdout: '', stderr: '' };

  beforeAll(async () => {
    lab = await startLab({ nodes: 3, ovn: true });
    two = await rewritten(lab, (text) => text.replace(/\n +micro03:.*/, ''));
    knowing = await rewritten(lab, (text) =>
      text.replace(/\n +micro03:.*/, '').concat('outsiders: [micro03]\n'),
    );
    named = `chassis micro03 (${at(2).management})`;
  });
  afterAll(() => lab.down());

  function at(index: number): LabNode {
    const found = lab.nodes[index];
    if (found === undefined) throw new Error(`no node ${index}`);
    return found;
  }

  /** What it says, on one line. */
  async function said(...args: readonly string[]) {
    const { exit, stdout } = await mcreconcile(args);
    return { exit, text: stdout.replaceAll(/\s+/g, ' ') };
  }

  test.each(['plan', 'apply'])('is not left behind by %s, which writes nothing', async (verb) => {
    const before = await databases(lab);
    const { exit, text } = await said(verb, two);
    expect(text).toContain(`micro[01-02] ! endpoints would move, and ${named} is not in the inv`);
    expect(text).toContain('`mcreconcile init --add NAME INVENTORY`');
    expect(text).toContain('`ovn-sbctl chassis-del micro03`');
    expect(text).toContain('Nothing was written.');
    expect(exit).toBe(1);
    expect(await databases(lab)).toEqual(before);
  });

  test('is said by check and facts though all is well, unless it is known', async () => {
    const audit = ['--playbook', 'audit'];
    for (const args of [
      ['check', two, ...audit],
      ['facts', two],
    ]) {
      const { exit, text } = await said(...args);
      expect(text).toContain(`warning: ${named} is not in the inventory`);
      expect(exit).toBe(0);
    }
    expect(await mcreconcile(['check', knowing, ...audit])).toEqual(silent);
    expect(await mcreconcile(['check', lab.inventory, ...audit])).toEqual(silent);
    expect((await said('facts', knowing)).text).not.toContain('warning');
  });

  test('is nobody that --limit leaves out', async () => {
    const args = ['check', lab.inventory, '--playbook', 'audit', '--limit', 'micro01'];
    expect(await mcreconcile(args)).toEqual(silent);
  });

  test('must answer at the new endpoints, whether allowed or known', async () => {
    const undo = [
      await dropPackets(lab, { on: 'underlay', from: at(2) }),
      await dropPackets(lab, { on: 'management', from: at(2), to: at(1) }),
    ];
    const before = await databases(lab);
    for (const args of [
      ['apply', two, '--allow', 'chassis-outside'],
      ['apply', knowing],
    ]) {
      const { exit, text } = await said(...args);
      expect(text).toContain(`! ${named} is not in the inventory and answers no unfragmented ping`);
      expect(exit).toBe(1);
    }
    expect(await databases(lab)).toEqual(before);
    for (const end of undo) await end();
  });

  test('that hears nobody is found afterwards, by what is sent to it in vain', async () => {
    await cutOffByHand();
    const [first, , third] = lab.workloads;
    if (first === undefined || third === undefined) throw new Error('no workloads');
    const pings = first.start(probe([third.address], { intervalMs: 100 }));
    // OVS counts every 5 s: the first look may come too early.
    const text = expect.stringContaining(`! ${named} is not in the inventory, and nothing comes`);
    await expect.poll(() => said('check', two), { timeout: 50_000 }).toEqual({ exit: 1, text });
    expect(await said('check', knowing)).toEqual({ exit: 1, text });
    await pings.stop();
  });

  test('that hears nobody is found by BFD, where gateways have it', async () => {
    await haveGateway();
    await expect
      .poll(() => said('check', knowing), { timeout: 60_000 })
      .toEqual({ exit: 1, text: expect.stringContaining(`! BFD is not up to ${named}, which is`) });
  });

  /** What somebody does who trusts OVN; the third does not get through to where the two are now. */
  async function cutOffByHand(): Promise<void> {
    for (const on of ['underlay', 'management'] as const) {
      await dropPackets(lab, { on, from: at(2), matching: 'udp dport 6081' });
    }
    for (const node of [at(0), at(1)]) {
      const keys = [`ovn-encap-ip=${node.underlay}`, 'ovn-set-local-ip=true'];
      const sets = keys.map((key) => `external_ids:${key}`);
      await node.vsctl('set', 'Open_vSwitch', '.', ...sets);
    }
    await waitForTunnels({ workloads: lab.workloads.slice(0, 2) });
  }

  /** A router whose uplink is on the third node, and on the first when that is not heard. */
  async function haveGateway(): Promise<void> {
    const commands = [
      'lr-add router',
      'lrp-add router to-overlay 02:00:00:ff:00:01 192.0.2.1/24',
      'lsp-add overlay from-overlay',
      'lsp-set-type from-overlay router',
      'lsp-set-addresses from-overlay router',
      'lsp-set-options from-overlay router-port=to-overlay',
      'ls-add outside',
      'lrp-add router to-outside 02:00:00:ff:00:02 203.0.113.1/24',
      'lrp-set-gateway-chassis to-outside micro03 20',
      'lrp-set-gateway-chassis to-outside micro01 10',
    ];
    await lab.central?.sh(`ovn-nbctl ${commands.join(' -- ')}`);
  }
});
