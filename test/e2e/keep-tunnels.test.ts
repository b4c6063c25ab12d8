import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { waitForTunnels } from '../lab/tunnels.ts';
import { mcreconcile } from '../support/cli.ts';
import { describeLab } from '../support/lab.ts';
import { alwaysOwnSource, ovnVersion } from '../support/ovn-version.ts';
import { eventually } from './hazards/eventually.ts';

const playbook = `- name: Tunnels send from their own endpoint
  hosts: all
  tasks:
    - ovs_external_ids:
        ovn-set-local-ip: "true"
`;

const key = 'external_ids:ovn-set-local-ip';

function tunnels(node: LabNode, column: string): Promise<string> {
  return node.vsctl('--bare', `--columns=${column}`, 'find', 'Interface', 'type=geneve');
}

async function source(lab: Lab): Promise<number | null> {
  const file = join(lab.dir, 'source.yaml');
  await writeFile(file, playbook);
  return (await mcreconcile(['apply', '--playbook', file, lab.inventory])).exit;
}

describeLab('where tunnels begin to send from their own endpoint', () => {
  test('OVN keeps those that get it with the key, and makes others anew', async () => {
    await using lab = await startLab({ nodes: 2, ovn: true });
    await waitForTunnels(lab);
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('the lab is empty');
    const made = await tunnels(node, '_uuid');
    const always = (await ovnVersion(lab)) >= alwaysOwnSource;
    expect((await tunnels(node, 'options')).includes('local_ip')).toBe(always);

    expect(await source(lab)).toBe(0);
    // As long as the control below takes many times over.
    await sleep(1000);
    expect(await tunnels(node, 'options')).toContain(`local_ip=${node.management}`);
    expect(await tunnels(node, '_uuid')).toBe(made);
    if (always) return;

    const sends = async (own: boolean): Promise<string | null> =>
      (await tunnels(node, 'options')).includes('local_ip') === own ? null : 'OVN has not looked';
    await node.vsctl('remove', 'Open_vSwitch', '.', ...key.split(':'));
    await eventually('no source', () => sends(false));
    const again = await tunnels(node, '_uuid');
    await node.vsctl('set', 'Open_vSwitch', '.', `${key}=true`);
    await eventually('a source', () => sends(true));
    expect(await tunnels(node, '_uuid')).not.toBe(again);
  });
});
