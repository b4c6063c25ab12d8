import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses } from './addresses.ts';
import { LabError } from './error.ts';

export interface Access {
  inventory: string;
  sshConfig: string;
  knownHosts: string;
  key: string;
}

/** Writes what a client needs to reach the nodes, and returns when each of them can be reached. */
export async function openAccess(
  dir: string,
  nodes: readonly Addresses[],
  signal: AbortSignal,
): Promise<Access> {
  const paths = {
    inventory: join(dir, 'inventory.yaml'),
    sshConfig: join(dir, 'ssh_config'),
    knownHosts: join(dir, 'known_hosts'),
    key: join(dir, 'id_ed25519'),
  };
  const hostKeys = await Promise.all(nodes.map((node) => hostKeyLine(dir, node)));
  await writeFile(paths.knownHosts, hostKeys.join(''));
  await writeFile(paths.inventory, inventoryOf(nodes));
  await writeFile(paths.sshConfig, sshConfigOf(paths, nodes));
  await Promise.all(nodes.map((node) => untilAnswers(node.management, signal)));
  return paths;
}

async function hostKeyLine(dir: string, { name, management }: Addresses): Promise<string> {
  const path = join(dir, 'nodes', name, 'etc/ssh/ssh_host_ed25519_key.pub');
  const [type, key] = (await readFile(path, 'utf8')).split(' ');
  return `${management} ${type} ${key}\n`;
}

/** Its paths are relative to its folder: the folder can be moved or mounted elsewhere. */
function inventoryOf(nodes: readonly Addresses[]): string {
  const ssh = 'user: root, port: 22, identity_file: id_ed25519, known_hosts: known_hosts';
  const entries = nodes.map(({ name, management, underlay, underlayPrefix, nics }) => {
    const endpoint = `{ ip: "${underlay}/${underlayPrefix}", interface: ${nics.underlay} }`;
    return `  ${name}: { address: ${management}, underlay: ${endpoint} }\n`;
  });
  return `defaults:\n  ssh: { ${ssh} }\nnodes:\n${entries.join('')}`;
}

function sshConfigOf({ key, knownHosts }: Access, nodes: readonly Addresses[]): string {
  const hosts = nodes.map(({ name, management }) => `Host ${name}\n  HostName ${management}\n`);
  const everywhere = [
    'User root',
    `IdentityFile "${key}"`,
    'IdentitiesOnly yes',
    `UserKnownHostsFile "${knownHosts}"`,
    'GlobalKnownHostsFile none',
    'StrictHostKeyChecking yes',
  ];
  return `${hosts.join('')}Host *\n  ${everywhere.join('\n  ')}\n`;
}

async function untilAnswers(host: string, signal: AbortSignal): Promise<void> {
  while (!(await accepts(host))) {
    if (signal.aborted) throw new LabError(`${host} does not answer on port 22.`);
    await sleep(20);
  }
}

function accepts(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 1000 });
    const answer = (value: boolean) => () => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', answer(true));
    socket.once('error', answer(false)).once('timeout', answer(false));
  });
}
