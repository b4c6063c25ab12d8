import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { labPackages } from '../../.build/prepare.mjs';
import { hostEnvironment } from './environment.ts';

/** Why no lab can run on this machine; null if one can. */
export function labObstacle(): string | null {
  if (process.platform !== 'linux') return 'The lab needs Linux.';
  if (process.getuid?.() !== 0) return 'The lab needs root (it makes network namespaces).';
  const missing = commands.filter((command) => !isInstalled(command));
  if (missing.length > 0) return `The lab needs ${missing.join(', ')}: ${howToInstall}`;
  if (!existsSync('/dev/net/tun')) return 'The lab needs /dev/net/tun (kernel module tun).';
  if (!existsSync('/proc/sys/net/ipv6')) return 'The lab needs IPv6, which is disabled here.';
  return namespaceObstacle();
}

const commands = [
  'ethtool',
  'fping',
  'ip',
  'nft',
  'nsenter',
  'ovn-controller',
  'ovn-nbctl',
  'ovn-northd',
  'ovs-vsctl',
  'ovs-vswitchd',
  'ovsdb-client',
  'ovsdb-server',
  'ovsdb-tool',
  'ping',
  'setpriv',
  'ssh',
  'ssh-keygen',
  'sshd',
  'tcpdump',
  'unshare',
];

const howToInstall = `apt-get install ${labPackages.join(' ')}`;

function isInstalled(command: string): boolean {
  return hostEnvironment.PATH.split(':').some((folder) => existsSync(join(folder, command)));
}

/** Tries it: containers and kernels forbid in too many ways to ask for each. */
function namespaceObstacle(): string | null {
  const script =
    'ip link add veth0 type veth peer name veth1 && ip link add br0 type bridge && mount -t tmpfs tmpfs /run';
  const unshare = ['--net', '--mount', '--uts', '--pid', '--fork', 'sh', '-ec', script];
  const { status, stderr } = spawnSync('unshare', unshare, {
    env: hostEnvironment,
    encoding: 'utf8',
  });
  return status === 0 ? null : `The lab cannot make namespaces here: ${stderr.trim()}`;
}
