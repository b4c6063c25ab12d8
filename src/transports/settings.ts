import { join } from 'node:path';
import type { NodeSpec, SshSpec } from '../model/inventory.ts';
import { knownHostName } from './trust/known-hosts.ts';

/** What transports need besides the inventory; read from flags and the environment by the caller. */
export interface TransportSettings {
  /** User name on the nodes, unless the inventory or a flag names one. */
  readonly user: string;
  /** Home directory, for a leading `~/` in file names. */
  readonly home: string;
  /** Private keys that are tried when they exist. */
  readonly identityFiles: readonly string[];
  /** Files that are read when they exist, unless the inventory or a flag names one. */
  readonly knownHosts: readonly string[];
  /** Socket of an ssh-agent: the value of SSH_AUTH_SOCK. */
  readonly agent?: string;
  /** Flags: they win over the inventory. */
  readonly overrides: SshSpec;
  /** Bytes that a script may print to each stream; 8 MiB unless given. */
  readonly outputLimit?: number;
}

/** How one node is reached. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** As known_hosts and the user name it: `host` or `[host]:port`. */
  readonly name: string;
  /** The private key that the inventory or a flag names; it must be usable. */
  readonly identity: string | null;
  /** The known_hosts file that the inventory or a flag names; it replaces the default ones. */
  readonly knownHosts: string | null;
}

/** OpenSSH's own defaults: ssh_config(5), IdentityFile and UserKnownHostsFile. */
export function openSshFiles(
  home: string,
): Pick<TransportSettings, 'identityFiles' | 'knownHosts'> {
  const inHome = (name: string) => join(home, '.ssh', name);
  return {
    identityFiles: ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(inHome),
    knownHosts: [inHome('known_hosts'), inHome('known_hosts2'), '/etc/ssh/ssh_known_hosts'],
  };
}

/** Flags over inventory over defaults. */
export function destinationOf(settings: TransportSettings, node: NodeSpec): Destination {
  const { user, port, identity_file, known_hosts } = {
    user: settings.user,
    port: 22,
    ...node.ssh,
    ...settings.overrides,
  };
  return {
    host: node.address,
    port,
    user,
    name: knownHostName(node.address, port),
    identity: fileName(settings.home, identity_file),
    knownHosts: fileName(settings.home, known_hosts),
  };
}

/** Whether the script runs as root by way of sudo. */
export function becomes(settings: TransportSettings, node: NodeSpec): boolean {
  return settings.overrides.become ?? node.ssh.become ?? false;
}

export function outputLimitOf(settings: TransportSettings): number {
  return settings.outputLimit ?? 8 * 1024 * 1024;
}

function fileName(home: string, name: string | undefined): string | null {
  return name?.replace(/^~(?=\/)/, () => home) ?? null;
}
