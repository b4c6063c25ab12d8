import { kind } from './kind.ts';

/** A host key as OpenSSH shows it: `ssh-ed25519` and `SHA256:…`. */
export interface HostKey {
  readonly type: string;
  readonly fingerprint: string;
}

/** On the way to a node. */
export const connection = {
  unreachable: kind<{ address: string; reason: string }>({
    class: 'unreachable',
    summary: ({ address, reason }) => `cannot connect to ${address}: ${reason}`,
    hint: ({ address }) =>
      `check that the node is up and that \`ssh ${destination(address)}\` works from here`,
    variant: ({ reason }) => reason,
  }),
  'no-common-algorithm': kind<{ address: string; what: string }>({
    class: 'unreachable',
    summary: ({ address, what }) => `${address} and ssh2 have no ${what} in common`,
    hint: 'let sshd on the node take a current one, or write `ssh: { transport: openssh }`',
    variant: ({ what }) => what,
  }),
  'timed-out': kind<{
    phase: string;
    seconds: number;
    /** The node had answered before. */
    reached: boolean;
  }>({
    class: ({ reached }) => (reached ? 'node' : 'unreachable'),
    summary: ({ phase, seconds }) => `${phase} took longer than ${seconds} s`,
    hint: ({ reached }) =>
      reached
        ? 'the node answers SSH, but is overloaded or a command on it hangs: look at it by hand'
        : 'the node hangs or the network drops packets: -T SECONDS waits longer',
    variant: ({ reached, phase }) => (reached ? phase : ''),
  }),
  'auth-failed': kind<{ user: string; address: string; tried: readonly string[] }>({
    class: 'unreachable',
    summary: ({ user, address, tried }) =>
      `${address} refused ${user}; tried ${tried.join(', ') || 'nothing'}`,
    hint: "add the public key to the node's authorized_keys, or choose another -u or --private-key",
  }),
  'no-key': kind<{ reason: string }>({
    class: 'node',
    summary: ({ reason }) => `no SSH key to log in with: ${reason}`,
    hint: 'start ssh-agent and ssh-add a key, or name one with --private-key or ssh.identity_file',
  }),
  'key-unusable': kind<{ file: string; reason: string }>({
    class: 'node',
    summary: ({ file, reason }) => `the private key ${file} cannot be used: ${reason}`,
    hint: 'name another key with --private-key or ssh.identity_file, or use ssh-agent',
  }),
  'known-hosts-unreadable': kind<{ file: string; reason: string }>({
    class: 'node',
    summary: ({ file, reason }) => `the known_hosts file ${file} cannot be read: ${reason}`,
    hint: 'check --known-hosts or ssh.known_hosts',
  }),
  'known-hosts-unwritable': kind<{ file: string; reason: string }>({
    class: 'host-key',
    summary: ({ file, reason }) => `the new host key cannot be added to ${file}: ${reason}`,
    hint: 'make the file writable, or name another with --known-hosts',
  }),
  'host-key-unknown': kind<{ address: string; offered: HostKey; files: readonly string[] }>({
    class: 'host-key',
    summary: ({ address, offered }) => `host key of ${address} is unknown: ${shown(offered)}`,
    hint: ({ address, files }) =>
      `compare it with the node's console (\`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\`), then \`ssh-keyscan ${destination(address)} >> ${first(files)}\``,
  }),
  'host-key-changed': kind<{
    address: string;
    offered: HostKey;
    expected: readonly string[];
    files: readonly string[];
  }>({
    class: 'host-key',
    summary: ({ address, offered, expected }) =>
      `HOST KEY OF ${address} HAS CHANGED: it offers ${shown(offered)}, on file is ${expected.join(', ')}`,
    hint: ({ address, files }) =>
      `either the node was reinstalled, or somebody is in the middle. If it was reinstalled: \`ssh-keygen -R '${address}' -f ${first(files)}\`, then add its new key`,
  }),
  'host-key-revoked': kind<{ address: string; offered: HostKey }>({
    class: 'host-key',
    summary: ({ address, offered }) => `HOST KEY OF ${address} IS REVOKED: ${shown(offered)}`,
    hint: 'do not connect; known_hosts marks this key @revoked: find out why',
  }),
  'host-ca-only': kind<{ address: string; files: readonly string[] }>({
    class: 'host-key',
    summary: ({ address }) =>
      `${address} is known by a host certificate authority only, and host certificates cannot be verified yet`,
    hint: ({ files: [file = 'known_hosts'] }) => `add the plain host key of the node to ${file}`,
  }),
  'connection-lost': kind<{ during: string; reason: string }>({
    class: 'unreachable',
    summary: ({ during, reason }) => `the connection broke during ${during}: ${reason}`,
    hint: "look at the node's sshd log (`journalctl -u ssh`); then run again",
    variant: ({ reason }) => reason,
  }),
  'ssh-config': kind<{ host: string; reason: string }>({
    class: 'node',
    summary: ({ host, reason }) => `OpenSSH's configuration cannot be read for ${host}: ${reason}`,
    hint: ({ host }) => `run \`ssh -G ${host}\`, and correct what it complains about`,
    variant: ({ reason }) => reason,
  }),
  'no-ssh': kind<{ why: string }>({
    class: 'node',
    summary: ({ why }) => `this needs the program ssh, which is not installed here: ${why}`,
    hint: 'install the OpenSSH client, or do without in the inventory and in the options',
    variant: ({ why }) => why,
  }),
  'no-folder': kind<{ folder: string; reason: string }>({
    class: 'node',
    summary: ({ folder, reason }) => `the ssh program needs a folder in ${folder}: ${reason}`,
    hint: 'make room there, or name another folder in TMPDIR',
    variant: ({ reason }) => reason,
  }),
  'jump-unusable': kind<{ host: string; jump: string }>({
    class: 'node',
    summary: ({ host, jump }) => `the jump host ${jump} of ${host} cannot be used`,
    hint: 'write [user@]host[:port], several with commas, and none that leads back to itself',
    variant: ({ jump }) => jump,
  }),
  'become-failed': kind<{ method: 'sudo' | 'doas'; reason: string }>({
    class: 'node',
    summary: ({ method, reason }) => `${method} refused: ${reason}`,
    hint: ({ method, reason }) => rootHint(method, reason),
    variant: ({ reason }) => reason,
  }),
  'become-password': kind<{ reason: string }>({
    class: 'node',
    summary: ({ reason }) => `there is no password for sudo: ${reason}`,
    hint: 'use -K at a terminal, or name a file that only you can read with --become-password-file',
  }),
};

/** known_hosts writes `[host]:port` where the programs take `-p port host`. */
function destination(name: string): string {
  return name.replace(/^\[(.*)\]:(\d+)$/, '-p $2 $1');
}

function rootHint(method: 'sudo' | 'doas', reason: string): string {
  if (method === 'doas') return 'add `permit nopass USER` to doas.conf, or connect as root';
  if (/must have a tty/.test(reason)) return 'remove `requiretty` from sudoers for this user';
  if (/is wrong|incorrect/.test(reason)) return 'run again with the right password';
  if (/not allowed|not in the sudoers|may not run/.test(reason))
    return 'allow the user in sudoers, as docs/ssh.md shows, or connect as root';
  return 'use -K, or --become-password-file; or allow the user NOPASSWD in sudoers';
}

function shown({ type, fingerprint }: HostKey): string {
  return `${type} ${fingerprint}`;
}

function first([file = '~/.ssh/known_hosts']: readonly string[]): string {
  return file;
}
