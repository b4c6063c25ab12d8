import { remotePattern } from '../../ovn/remotes.ts';

const path = { type: 'string', maxLength: 4096, pattern: '^[^\\x00-\\x1f\\x7f]+$' } as const;

const ssh = {
  type: 'object',
  title: 'a map of SSH settings',
  description: 'The SSH connection; what is left out comes from options and OpenSSH’s defaults.',
  examples: [{ user: 'root', port: 22 }],
  additionalProperties: false,
  properties: {
    user: {
      type: 'string',
      title: 'a login name',
      description: 'The user to log in as.',
      // No dash first: an OpenSSH client would take it for an option.
      pattern: '^[A-Za-z0-9_][A-Za-z0-9_.@\\\\+-]*$',
      maxLength: 255,
      examples: ['root'],
    },
    port: {
      type: 'integer',
      title: 'a port number from 1 to 65535',
      description: 'The port of sshd; 22 unless given.',
      minimum: 1,
      maximum: 65535,
      examples: [22],
    },
    identity_file: {
      ...path,
      title: 'the path of a private key',
      description: 'A private key; relative paths start at the inventory’s folder, ~/ at home.',
      examples: ['~/.ssh/id_ed25519'],
    },
    known_hosts: {
      ...path,
      title: 'the path of a known_hosts file',
      description:
        'Host keys to trust; relative paths start at the inventory’s folder, ~/ at home.',
      examples: ['~/.ssh/known_hosts'],
    },
    jump: {
      type: 'string',
      title: 'jump hosts, `[user@]host[:port]` with commas between them, or `none`',
      description: 'The jump hosts on the way to the node, the first one first; as `ssh -J`.',
      pattern: '^[^\\s\\x00-\\x1f\\x7f-][^\\s\\x00-\\x1f\\x7f]*$',
      maxLength: 1024,
      examples: ['bastion.example.net'],
    },
    transport: {
      description: 'auto (default): ssh2, unless the node needs what only the ssh program can do.',
      enum: ['auto', 'ssh2', 'openssh'],
    },
    become: {
      description: 'Whether commands run as root, through sudo (`true`) or doas.',
      enum: [true, false, 'sudo', 'doas'],
    },
  },
} as const;

const underlay = {
  type: ['object', 'boolean'],
  title: '`false`, or a map with any of `ip`, `interface` and `subnet`',
  description:
    'The tunnel endpoint, by any of ip, interface and subnet; given together they must agree. ' +
    'false: the management address.',
  examples: [{ interface: 'eth1' }],
  // Not oneOf: that would make several errors of one mistake.
  not: { const: true },
  minProperties: 1,
  additionalProperties: false,
  properties: {
    ip: {
      type: 'string',
      title: 'an IP address',
      description: 'The address; with a prefix length, the prefix on the NIC must match.',
      minLength: 1,
      maxLength: 128,
      examples: ['198.19.0.11/16'],
    },
    interface: {
      type: 'string',
      title: 'the name of a NIC (1 to 15 characters)',
      description: 'The NIC with the one global address that is the endpoint.',
      pattern: '^(?!\\.{1,2}$)[^\\s/:\\x00-\\x1f\\x7f]{1,15}$',
      examples: ['eth1'],
    },
    subnet: {
      type: 'string',
      title: 'a network in CIDR notation',
      description: 'The network that holds exactly one of the node’s addresses: the endpoint.',
      minLength: 1,
      maxLength: 128,
      examples: ['198.19.0.0/16'],
    },
  },
} as const;

const ovs = {
  type: 'object',
  title: 'a map with `vsctl` and `db`',
  description: 'How to reach Open vSwitch on the node; found by itself unless given.',
  examples: [{ vsctl: '/snap/bin/microovn.ovs-vsctl' }],
  additionalProperties: false,
  properties: {
    vsctl: {
      type: 'string',
      title: 'the name or path of the ovs-vsctl command, without arguments',
      description: 'The ovs-vsctl command.',
      pattern: '^[A-Za-z0-9/][A-Za-z0-9/_.+-]*$',
      maxLength: 4096,
      examples: ['/snap/bin/microovn.ovs-vsctl'],
    },
    db: {
      type: 'string',
      title: 'an OVSDB remote: `unix:` with an absolute path, `tcp:` or `ssl:`',
      description: 'The database, as ovs-vsctl takes it after --db.',
      pattern: `^${remotePattern}$`,
      maxLength: 4096,
      examples: ['unix:/run/openvswitch/db.sock'],
    },
  },
} as const;

/** Variables, as `vars` and `--extra-vars` give them. */
export const variables = {
  type: 'object',
  title: 'a map of names and values',
  description: 'Variables for {{ name }} in playbooks.',
  examples: [{ gateway_mtu: 1500 }],
  propertyNames: {
    title: 'a variable name: letters, digits and `_`, no digit first',
    pattern: '^(x-.*|[A-Za-z_][A-Za-z0-9_]*)$',
    examples: ['gateway_mtu'],
  },
  additionalProperties: { type: ['string', 'number', 'boolean'], title: 'a single value' },
} as const;

/** What `defaults`, groups and nodes can all say. */
export const settings = {
  ssh,
  // No type beside it: that would make two errors of one mistake.
  connection: {
    description: 'How to reach the node: over SSH (default), or it is this machine.',
    enum: ['ssh', 'local'],
  },
  underlay,
  ovs,
  system_id: {
    type: 'string',
    title: 'a chassis name without blanks',
    description: 'The OVN chassis name that the node must have.',
    pattern: '^[^\\s\\x00-\\x1f\\x7f-\\x9f]+$',
    maxLength: 255,
    examples: ['micro01'],
  },
  vars: variables,
} as const;
