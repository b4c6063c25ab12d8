import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startLab, type Lab } from '../lab/lab.ts';
import type { Stage } from './stage.ts';

/** Real sshd, ovsdb-server and ovs-vswitchd in network namespaces, and the program that ships. */
export async function labStage(): Promise<Stage> {
  const lab = await startLab({ nodes: 3 });
  return {
    about:
      'Three nodes in network namespaces: real sshd, ovsdb-server and ovs-vswitchd,\n' +
      'eth0 is the management NIC, eth1 the underlay NIC.',
    run: (args) => mcreconcile(args, lab.dir),
    tamper: () => tamper(lab),
    close: () => lab.down(),
  };
}

async function tamper({ nodes }: Lab): Promise<number> {
  const node = nodes.find(({ name }) => name === 'micro02');
  const words = ['set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${node?.management}`];
  process.stdout.write(`micro02$ ovs-vsctl ${words.join(' ')}\n`);
  await node?.vsctl(...words);
  return 0;
}

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

async function mcreconcile(args: readonly string[], cwd: string): Promise<number> {
  // Journals and locks go where the lab goes.
  const env = { ...process.env, XDG_STATE_HOME: cwd };
  const child = spawn(process.execPath, [program, ...args], { cwd, env, stdio: 'inherit' });
  const [exit] = await once(child, 'close');
  return typeof exit === 'number' ? exit : 1;
}
