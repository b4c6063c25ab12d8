import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { describeLab } from '../support/lab.ts';

const root = new URL('../../', import.meta.url);

describeLab('connection: local', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 1 });
    // The node has a /tmp of its own, and this checkout may lie in ours; /var/log is shared with us.
    for (const part of ['dist', 'playbooks']) {
      await cp(new URL(part, root), join(only().dir, 'log', part), { recursive: true });
    }
  });
  afterAll(() => lab.down());

  const only = (): LabNode => {
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('the lab is empty');
    return node;
  };

  const here = async (command: string) => {
    const { exit, stdout } = await only().run([
      process.execPath,
      '/var/log/dist/main.js',
      command,
      '/root/inventory.yaml',
    ]);
    return { exit, stdout };
  };

  test('converges the machine that it runs on, without SSH', async () => {
    const node = only();
    const underlay = `{ interface: eth1, subnet: ${node.underlay.replace(/\d+$/, '0/24')} }`;
    const text = `nodes: { ${node.name}: { connection: local, underlay: ${underlay} } }`;
    await node.sh(`echo '${text}' >/root/inventory.yaml`);
    expect(await here('check')).toMatchObject({ exit: 2 });
    expect(await here('apply')).toMatchObject({ exit: 0 });
    expect(await node.externalIds()).toMatchObject({ 'ovn-encap-ip': node.underlay });
    expect(await here('check')).toEqual({ exit: 0, stdout: '' });
  });
});
