import { existsSync } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab, inventoryWith } from '../support/lab.ts';
import { node } from './hazards/hazard.ts';

describeLab('a saved plan', () => {
  let lab: Lab;
  let file: string;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
    file = join(lab.dir, 'move.plan');
  });
  afterAll(() => lab.down());
  beforeEach(async () => {
    for (const each of lab.nodes) await set(each, each.management);
    await rm(file, { force: true });
    await planned();
  });

  const planned = async () => {
    const { exit, stdout } = await mcreconcile(['plan', lab.inventory, '--out', file]);
    expect({ exit, stdout }).toMatchObject({ exit: 2 });
    return stdout;
  };

  const set = (of: LabNode, ip: string) =>
    of.vsctl('--no-wait', 'set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${ip}`);

  const endpoints = () =>
    Promise.all(lab.nodes.map(async (of) => (await of.externalIds())['ovn-encap-ip']));

  /** What applying it says, having written nothing. */
  const refused = async (...args: readonly string[]) => {
    const before = await databases(lab);
    const { exit, stdout, stderr } = await mcreconcile(['apply', file, ...args]);
    expect(await databases(lab)).toEqual(before);
    return { exit, text: (stdout + stderr).replaceAll(/\s+/g, ' ') };
  };

  const logins = () =>
    Promise.all(lab.nodes.map((of) => of.sh('grep -c "^Accepted" /var/log/sshd.log')));

  test('is carried out, whatever the inventory says by then', async () => {
    const text = await readFile(lab.inventory, 'utf8');
    try {
      await writeFile(lab.inventory, 'nodes: {}\n');
      const { exit, stdout } = await mcreconcile(['apply', file]);
      expect(stdout).toContain('3 nodes: 3 changed.');
      expect(exit).toBe(0);
    } finally {
      await writeFile(lab.inventory, text);
    }
    expect(await endpoints()).toEqual(lab.nodes.map(({ underlay }) => underlay));
    expect((await mcreconcile(['check', lab.inventory])).exit).toBe(0);
  });

  test('is for its owner only, and says how to apply it', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await planned()).toContain(`To converge: mcreconcile apply ${file}\n`);
  });

  test('of a node that changed since is stale: it is named, and no node is written', async () => {
    await set(node(lab, 1), '198.18.0.99');
    const { exit, text } = await refused();
    expect(text).toContain('micro02 ! the node has changed since the plan was saved');
    expect(exit).toBe(7);
    expect(await refused('--check')).toMatchObject({ exit: 7 });
  });

  test('that was carried out already is stale, too', async () => {
    for (const each of lab.nodes) await set(each, each.underlay);
    expect(await refused()).toMatchObject({
      exit: 7,
      text: expect.stringContaining('micro[01-03]'),
    });
  });

  test.each(['--limit=micro01', '--allow=mtu-too-small', '--playbook=audit'])(
    'has settled %s: who gives it again gets nothing else than was asked for',
    async (option) => {
      const { exit, text } = await refused(option);
      expect(text).toContain(`${option.split('=')[0]} cannot be used with a saved plan`);
      expect(exit).toBe(64);
    },
  );

  describe('that cannot be trusted is not applied, and nobody is contacted:', () => {
    const edits: readonly (readonly [string, string, (text: string) => string])[] = [
      ['cut short', 'it is cut short', (text) => text.slice(0, 2000)],
      ['changed', 'its hash differs', (text) => text.replace('198.19.', '198.20.')],
      [
        'of another version',
        'mcreconcile 0.0.1 saved it, this is',
        (text) => text.replace(/"version": "[^"]*"/, '"version": "0.0.1"'),
      ],
    ];

    test.each(edits)('%s', async (_name, says, edit) => {
      await writeFile(file, edit(await readFile(file, 'utf8')));
      const before = await logins();
      const { exit, text } = await refused();
      expect(text).toContain(says);
      expect(text).toContain('Nobody was contacted.');
      expect(exit).toBe(65);
      expect(await logins()).toEqual(before);
    });
  });

  test('is not made of a plan that is refused', async () => {
    const bad = await inventoryWith(lab, `"${node(lab, 1).underlay}/24"`, '"198.19.255.9/24"');
    const out = join(lab.dir, 'bad.plan');
    const { exit, stdout } = await mcreconcile(['plan', bad, '--out', out]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('was not saved');
    expect([exit, existsSync(out)]).toEqual([1, false]);
  });

  test('takes the place of an older one, and of nothing else', async () => {
    const before = await readFile(lab.inventory, 'utf8');
    const { exit, stdout } = await mcreconcile(['plan', lab.inventory, '--out', lab.inventory]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('something else is there');
    expect(exit).toBe(1);
    expect(await readFile(lab.inventory, 'utf8')).toBe(before);
  });
});
