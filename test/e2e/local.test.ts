import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { describeLab } from '../support/lab.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

describeLab('connection: local', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 1 });
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
      program,
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
