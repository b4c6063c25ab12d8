import type { Sentences } from '../describe.ts';

type Kinds =
  | 'discovery-failed'
  | 'unreachable'
  | 'timed-out'
  | 'auth-failed'
  | 'no-key'
  | 'key-unusable'
  | 'known-hosts-unreadable'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'host-ca-only'
  | 'connection-lost'
  | 'output-too-large'
  | 'become-failed';

export const connectionSentences: Sentences<Kinds> = {
  'discovery-failed': ({ reason }) => ({
    summary: `this machine cannot look for hosts by mDNS: ${reason}`,
    hint: 'name the nodes: `mcreconcile init --hosts micro01,micro02,micro03`',
  }),
  unreachable: ({ address, reason }) => ({
    summary: `cannot connect to ${address}: ${reason}`,
    hint: `is the node up, and does \`ssh ${destination(address)}\` work from here?`,
  }),
  'timed-out': ({ phase, seconds }) => ({
    summary: `${phase} took longer than ${seconds} s`,
    hint: phase.startsWith('connecting')
      ? 'the node hangs or the network drops packets; -T SECONDS waits longer'
      : 'the node answers SSH, but is overloaded or a command on it hangs; look at it by hand',
  }),
  'auth-failed': ({ user, tried }) => ({
    summary: `${user} was refused; tried ${tried.join(', ') || 'nothing'}`,
    hint: "add the public key to the node's authorized_keys, or choose another -u or --private-key",
  }),
  'no-key': ({ reason }) => ({
    summary: `no SSH key to log in with: ${reason}`,
    hint: 'start ssh-agent and ssh-add a key, or name one with --private-key or ssh.identity_file',
  }),
  'key-unusable': ({ file, reason }) => ({
    summary: `the private key ${file} cannot be used: ${reason}`,
    hint: 'name another key with --private-key or ssh.identity_file, or use ssh-agent',
  }),
  'known-hosts-unreadable': ({ file, reason }) => ({
    summary: `the known_hosts file ${file} cannot be read: ${reason}`,
    hint: 'check --known-hosts or ssh.known_hosts',
  }),
  'host-key-unknown': ({ address, offered, files }) => ({
    summary: `host key of ${address} is unknown: ${offered.type} ${offered.fingerprint}`,
    hint: `compare it with the node's console (\`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\`), then \`ssh-keyscan ${destination(address)} >> ${files[0] ?? '~/.ssh/known_hosts'}\``,
  }),
  'host-key-changed': ({ address, offered, expected, files }) => ({
    summary: `HOST KEY OF ${address} HAS CHANGED: it offers ${offered.type} ${offered.fingerprint}, on file is ${expected.join(', ')}`,
    hint: `reinstalled, or somebody in the middle? If it was reinstalled: \`ssh-keygen -R '${address}' -f ${files[0] ?? '~/.ssh/known_hosts'}\`, then add its new key`,
  }),
  'host-key-revoked': ({ address, offered }) => ({
    summary: `HOST KEY OF ${address} IS REVOKED: ${offered.type} ${offered.fingerprint}`,
    hint: 'do not connect; known_hosts marks this key @revoked: find out why',
  }),
  'host-ca-only': ({ address, files }) => ({
    summary: `${address} is known by a host certificate authority only, which cannot be verified yet`,
    hint: `add the plain host key of the node to ${files[0] ?? 'known_hosts'}`,
  }),
  'connection-lost': ({ during, reason }) => ({
    summary: `the connection broke during ${during}: ${reason}`,
    hint: "look at the node's sshd log (`journalctl -u ssh`); then run again",
  }),
  'output-too-large': ({ limit }) => ({
    summary: `the node printed more than ${Math.round(limit / 1024)} KiB; the rest was dropped`,
    hint: "look for something noisy in the login shell's start-up files, or a broken ovs-vsctl or ip",
  }),
  'become-failed': ({ reason }) => ({
    summary: `sudo refused: ${reason}`,
    hint: 'allow the user NOPASSWD in sudoers, or connect as root',
  }),
};

/** known_hosts writes `[host]:port` where the programs take `-p port host`. */
function destination(name: string): string {
  return name.replace(/^\[(.*)\]:(\d+)$/, '-p $2 $1');
}
