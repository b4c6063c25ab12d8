import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lxdHome } from '../lab/cloud.ts';
import { restart } from '../lab/daemons.ts';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { installMicroovn } from '../lab/microovn.ts';
import { mcreconcile } from '../support/cli.ts';
import {
  earlyList,
  laterList,
  localList,
  lxdList,
  secret,
  type MemberOf,
} from '../support/cluster-answers.ts';
import { databases, describeLab } from '../support/lab.ts';
import { standIn } from '../support/stand-ins.ts';

// The tests go through one lab's life: three of four hosts are chassis, and the fourth joins.
describeLab('init --from', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 4, ovn: true });
    await at(3).sh('ovn-appctl -t ovn-controller exit');
  });
  afterAll(() => lab.down());

  const file = () => join(lab.dir, 'from.yaml');
  const access = () => ['-u', 'root', '--private-key', lab.key, '--known-hosts', lab.knownHosts];
  const written = () => readFile(file(), 'utf8');

  function at(index: number): LabNode {
    const found = lab.nodes[index];
    if (found === undefined) throw new Error(`no node ${index}`);
    return found;
  }

  /** What it says, on one line. */
  async function said(...args: readonly string[]) {
    const { exit, stdout, stderr } = await mcreconcile(args);
    return { exit, text: `${stdout}${stderr}`.replaceAll(/\s+/g, ' ') };
  }

  const from = (...args: readonly string[]) =>
    said('init', '--out', file(), ...access(), '--from', at(0).management, ...args);
  const add = () => said('init', file(), ...access(), '--add');

  async function nodesWritten(): Promise<readonly string[]> {
    return [...(await written()).matchAll(/^ {2}(micro\d+):\n {4}address: (\S+)$/gm)].map(
      ([, name, address]) => `${name} ${address}`,
    );
  }

  const named = (count: number) =>
    lab.nodes.slice(0, count).map(({ name, management }) => `${name} ${management}`);

  test('a plain cluster: its chassis, which converge', async () => {
    const { exit, text } = await from('--underlay', 'auto');
    expect(text).toContain(`Using ${at(0).underlay} on micro01`);
    expect(exit).toBe(0);
    expect(await nodesWritten()).toEqual(named(3));
    expect(await said('apply', file())).toMatchObject({ exit: 0 });
    expect(await said('check', file())).toEqual({ exit: 0, text: '' });
  });

  test('has nobody to add', async () => {
    const before = await written();
    expect(await add()).toEqual({
      exit: 0,
      text: expect.stringContaining('names all members of the cluster'),
    });
    expect(await written()).toBe(before);
  });

  test('a chassis that joins is told by check, and taken in by --add', async () => {
    await restart(at(3), 'ovn-controller');
    const told = async () => (await said('check', file())).text;
    await expect.poll(told, { timeout: 60_000, interval: 500 }).toContain('chassis micro04');
    expect(await add()).toMatchObject({ exit: 0 });
    expect(await nodesWritten()).toEqual(named(4));
    expect(await said('apply', file())).toMatchObject({ exit: 0 });
    expect(await said('check', file())).toEqual({ exit: 0, text: '' });
  });

  describe('by the software of the cluster', () => {
    const all = (): readonly MemberOf[] =>
      lab.nodes.map(({ name, management: address }) => ({ name, address }));
    const programs = (node: LabNode) => join(node.dir, 'log/programs');

    beforeAll(async () => {
      for (const node of lab.nodes) {
        await installMicroovn(node);
        await mkdir(programs(node));
        await node.sh(`${lxdHome} mount --bind /var/log/programs /usr/local/sbin`);
      }
    });
    beforeEach(async () => {
      await rm(file(), { force: true });
      for (const node of lab.nodes) await node.sh('rm -f /usr/local/sbin/*');
    });

    async function everywhere(name: string, ...rest: Rest): Promise<void> {
      for (const node of lab.nodes) await standIn(programs(node), name, ...rest);
    }
    type Rest = Parameters<typeof standIn> extends [unknown, unknown, ...infer R] ? R : never;

    /** The facts ask it for networks, too. */
    const lxc = (): Rest => [{ stdout: lxdList(all()) }, { network: { stdout: '[]' } }];

    test('all of it, with the checks that follow', async () => {
      await everywhere('microovn', { stdout: laterList(all()) });
      await everywhere('microcloud', { stdout: laterList(all(), 9443) });
      await everywhere('lxc', ...lxc());
      const before = await databases(lab);
      const { exit, text } = await from('--underlay', 'auto');
      expect({ exit, text }).toEqual({ exit: 0, text: expect.not.stringContaining('warning') });
      expect(await databases(lab)).toEqual(before);
      expect(await nodesWritten()).toEqual(named(4));
      expect(text + (await written())).not.toContain(secret);
      expect(await said('check', file())).toEqual({ exit: 0, text: '' });
    });

    test.each<[string, string, () => Rest]>([
      ['MicroOVN 22.03', 'microovn', () => [{ stdout: earlyList(all()) }]],
      ['MicroOVN 24.03, 25.03, 26.03', 'microovn', () => [{ stdout: laterList(all()) }]],
      ['MicroCloud 2, 3', 'microcloud', () => [{ stdout: laterList(all(), 9443) }]],
      [
        'MicroCloud without quorum',
        'microcloud',
        () => [{ exit: 1 }, { '--local': { stdout: localList(all()) } }],
      ],
      ['LXD', 'lxc', lxc],
    ])('%s', async (_name, program, rest) => {
      await everywhere(program, ...rest());
      expect(await from('--no-underlay')).toMatchObject({ exit: 0 });
      expect(await nodesWritten()).toEqual(named(4));
    });

    test('an address that leads to another host is refused', async () => {
      const [one, two, three, ...others] = all();
      if (one === undefined || two === undefined || three === undefined) throw new Error('few');
      const swapped = [one, { ...two, address: three.address }, ...others];
      await everywhere('microovn', { stdout: laterList(swapped) });
      const { exit, text } = await from('--no-underlay');
      expect(text).toContain(`${three.address} is host micro03 with system-id micro03`);
      expect(exit).toBe(1);
      await expect(written()).rejects.toThrow('ENOENT');
    });

    test('two members that know different clusters are both heard', async () => {
      await everywhere('microovn', { stdout: laterList(all()) });
      await standIn(programs(at(1)), 'microovn', { stdout: laterList(all().slice(0, 2)) });
      const { exit, text } = await from('--no-underlay');
      expect(text).toContain('MicroOVN answers differently on two members: only on micro01');
      expect(text).toContain('only on micro02 nothing');
      expect(exit).toBe(1);
    });

    test('a member that cannot be reached is shown, and nothing is written', async () => {
      const away = all().map((each) =>
        each.name === 'micro04' ? { ...each, address: each.address.replace(/\d+$/, '99') } : each,
      );
      await everywhere('microovn', { stdout: laterList(away) });
      const { exit, text } = await from('--no-underlay', '-T', '6');
      expect(text).toContain('unreachable micro04');
      expect(exit).toBe(4);
      await expect(written()).rejects.toThrow('ENOENT');
    });

    test('who has no OVN, and who is no member, are told', async () => {
      const others = [...all().slice(0, 3), { name: 'store01', address: '198.18.0.250' }];
      await everywhere('microcloud', { stdout: laterList(others) });
      const { exit, text } = await from('--no-underlay');
      expect(text).toContain('store01 is a member of MicroCloud, and no chassis: it is left out');
      expect(text).toMatch(/chassis micro04 \([\d.]+\) is no member of the cluster/);
      expect(exit).toBe(0);
      expect(await nodesWritten()).toEqual(named(3));
    });
  });
});
