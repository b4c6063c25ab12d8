import { join } from 'node:path';
import type { NodeSpec, SshSpec } from '../model/inventory.ts';
import { ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';
import type { Become } from './become.ts';

/** What transports need besides the inventory; read from flags and the environment by the caller. */
export interface TransportSettings {
  /** User name on the nodes, unless the inventory, a flag, or OpenSSH's configuration names one. */
  readonly user: string;
  /** Home directory, for a leading `~/` in file names. */
  readonly home: string;
  /** Private keys that are tried when they exist, unless OpenSSH's configuration names others. */
  readonly identityFiles: readonly string[];
  /** Files that are read when they exist, unless somebody names another. */
  readonly knownHosts: readonly string[];
  /** Socket of an ssh-agent: the value of SSH_AUTH_SOCK. */
  readonly agent?: string;
  /** Flags: they win over the inventory. */
  readonly overrides: SshSpec;
  /** The password for sudo, or why there is none; absent: sudo must do without. */
  readonly becomePassword?: Result<string, Problem>;
  /** Opens the key that a flag names. */
  readonly passphrase?: string;
  /** ssh's -F: another configuration than the user's own, or `none`. */
  readonly sshConfig?: string;
  /** A host that is not on file is trusted, and filed; one whose key has changed never is. */
  readonly acceptNew?: boolean;
  /** Hears why a node is reached otherwise than by ssh2. */
  readonly remark?: (node: string, why: string) => void;
  /** Bytes that a script may print to each stream; 8 MiB unless given. */
  readonly outputLimit?: number;
}

/** OpenSSH's own defaults: ssh_config(5), IdentityFile and UserKnownHostsFile. */
export function openSshFiles(
  home: string,
): Pick<TransportSettings, 'identityFiles' | 'knownHosts'> {
  const inHome = (name: string) => join(home, '.ssh', name);
  return {
    identityFiles: ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk'].map(inHome),
    knownHosts: [
      ...['known_hosts', 'known_hosts2'].map(inHome),
      '/etc/ssh/ssh_known_hosts',
      '/etc/ssh/ssh_known_hosts2',
    ],
  };
}

/** What flags and inventory say, flags first. */
export function sshOf(settings: TransportSettings, node: NodeSpec): SshSpec {
  return { ...node.ssh, ...settings.overrides };
}

/** How scripts become root's at a node. */
export function becomes(settings: TransportSettings, node: NodeSpec): Result<Become, Problem> {
  const { become = false } = sshOf(settings, node);
  if (become === false) return ok(null);
  const method = become === true ? 'sudo' : become;
  const password = method === 'sudo' ? settings.becomePassword : undefined;
  if (password === undefined) return ok({ method, password: null });
  return password.ok ? ok({ method, password: password.value }) : password;
}

export function outputLimitOf(settings: TransportSettings): number {
  return settings.outputLimit ?? 8 * 1024 * 1024;
}

/** A file name with a leading `~/` filled in. */
export function inHome(home: string, name: string): string {
  return name.replace(/^~(?=\/)/, () => home);
}
