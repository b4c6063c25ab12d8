import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { installCloud, type Cloud } from '../lab/cloud.ts';
import { dropPackets, setMtu, type Undo } from '../lab/faults.ts';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';
import { lxcStandIn, lxdNetwork, printing } from '../support/lxd.ts';
import { snapStandIn } from '../support/snapd.ts';

// LXD and snapd are stand-ins, made after their sources: both are snaps, which no namespace can have.
describeLab('a fleet with LXD on one node, whose underlay carries 1600 bytes', () => {
  let lab: Lab;
  let cloud: Cloud;
  const undo: Undo[] = [];
  beforeAll(async () => {
    lab = await startLab({ nodes: 2 });
    for (const node of lab.nodes) await setMtu(node, 'underlay', 1600);
    const [first] = lab.nodes;
    if (first === undefined) throw new Error('the lab is empty');
    cloud = await installCloud(first);
  });
  afterEach(async () => {
    for (const each of undo.splice(0)) await each();
  });
  afterAll(() => lab.down());

  const lxd = (...networks: readonly object[]) =>
    cloud.install('lxc', lxcStandIn({ list: printing(networks) }));
  const both = [lxdNetwork('default', 1442), lxdNetwork('web', 1500, { project: 'shop' })];
  /** What plan says, on one line, having written nothing. */
  const planned = async (...args: readonly string[]) => {
    const before = await databases(lab);
    const { exit, stdout } = await mcreconcile(['plan', lab.inventory, ...args]);
    expect(await databases(lab)).toEqual(before);
    return { exit, text: stdout.replaceAll(/\s+/g, ' ') };
  };

  test('the plan proves what the largest of its networks needs', async () => {
    await lxd(...both);
    const { exit, text } = await planned();
    expect(exit).toBe(2);
    expect(text).toContain('underlay paths, pings of 1530 bytes');
    expect(text).toContain('`lxc network unset default bridge.mtu`');
  });

  test('a path of 1500 bytes is refused, for the network that needs more', async () => {
    undo.push(await dropPackets(lab, { on: 'underlay', longerThan: 1500 }));
    const { exit, text } = await planned();
    expect(exit).toBe(1);
    expect(text).toContain(
      'unfragmented ones of 1530 bytes do not (LXD network web (project shop))',
    );
  });

  test('NICs of 1500 bytes are refused, without a ping', async () => {
    for (const node of lab.nodes) undo.push(await setMtu(node, 'underlay', 1500));
    const { exit, text } = await planned();
    expect(exit).toBe(1);
    expect(text).toContain(
      'MTU 1500 of NIC eth1 is too small: an overlay of 1500 bytes needs 1558 (LXD network web (project shop))',
    );
  });

  test.each([
    ['garbage', 'echo "<html>"', 'its answer makes no sense'],
    ['no end', 'sleep 60', 'it did not answer within 5 s'],
  ])('an LXD with %s is told, and no plan fails for it', async (_name, list, reason) => {
    await cloud.install('lxc', lxcStandIn({ list }));
    const { exit, text } = await planned();
    expect(exit).toBe(2);
    expect(text).toContain(`the OVN networks of LXD are not known: ${reason}`);
    expect(text).toContain('pings of 1472 bytes');
  });

  test('a refresh of MicroOVN that is near is told, until it is held', async () => {
    await lxd();
    const near = new Date(Date.now() + 600_000).toISOString().replace(/\.\d+/, '');
    await cloud.install('snap', snapStandIn({ times: `next: ${near}` }));
    expect((await planned()).text).toContain('sudo snap refresh --hold=2h microovn');
    await cloud.install('snap', snapStandIn({ times: `next: ${near}`, notes: 'held' }));
    expect((await planned()).text).not.toContain('snap refresh');
  });

  test('once all have moved, LXD is told how it follows', async () => {
    await lxd(lxdNetwork('default', 1442), lxdNetwork('web', 1342, { project: 'shop' }));
    const { exit, stdout } = await mcreconcile(['apply', lab.inventory]);
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(exit).toBe(0);
    expect(text).toContain('`lxc network unset default bridge.mtu`');
    expect(text).toContain('`lxc network unset web bridge.mtu --project shop`');
    const again = await mcreconcile(['check', lab.inventory]);
    expect([again.exit, again.stdout]).toEqual([0, expect.not.stringContaining('lxc')]);
  });
});
