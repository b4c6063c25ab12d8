import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../../test/lab/lab.ts';

/** Something that moves all endpoints to the underlay. */
export interface Tool {
  readonly name: string;
  run(): Promise<Outcome>;
}

interface Outcome {
  readonly exit: number;
  readonly output: string;
}

const strategies = ['in-place', 'synchronised'];

/** What is compared on a lab: all strategies, and what operators do by hand. */
export async function toolsFor(lab: Lab): Promise<readonly Tool[]> {
  return [
    // What the machine and the pings lose by themselves.
    { name: 'nothing', run: async () => sleep(5000, { exit: 0, output: '' }) },
    ...(await Promise.all(strategies.map((strategy) => mcreconcile(lab, strategy)))),
    await ansible(lab, 'serial', 'serial: 1'),
    await ansible(lab, 'at once', 'serial: 100%'),
  ];
}

async function mcreconcile({ dir, inventory }: Lab, strategy: string): Promise<Tool> {
  const shipped = await readFile('playbooks/underlay.yaml', 'utf8');
  const playbook = join(dir, `${strategy}.yaml`);
  await writeFile(playbook, shipped.replace('hosts: all', `hosts: all\n  cutover: ${strategy}`));
  const argv = [process.execPath, 'dist/main.js', 'apply', '--playbook', playbook, inventory];
  return { name: `mcreconcile ${strategy}`, run: () => run(argv, { XDG_STATE_HOME: dir }) };
}

/** `raw`, which needs no Python on the nodes and is the quickest that Ansible has. */
async function ansible(lab: Lab, name: string, serial: string): Promise<Tool> {
  const inventory = join(lab.dir, 'ansible.ini');
  const playbook = join(lab.dir, `ansible-${name.replace(' ', '-')}.yaml`);
  const hosts = lab.nodes.map((node) => `${node.name} underlay=${node.underlay}\n`);
  await writeFile(inventory, hosts.join(''));
  await writeFile(playbook, playOf(serial));
  const argv = ['ansible-playbook', '-i', inventory, '--forks', String(hosts.length), playbook];
  return {
    name: `ansible ${name}`,
    run: () => run(argv, { ANSIBLE_SSH_COMMON_ARGS: `-F ${lab.sshConfig}`, HOME: lab.dir }),
  };
}

function playOf(serial: string): string {
  return `- hosts: all
  gather_facts: false
  ${serial}
  tasks:
    - raw: ovs-vsctl set open_vswitch . external_ids:ovn-encap-ip={{ underlay }}
`;
}

async function run(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exit: Number(exit ?? -1), output: stdout + stderr };
}
