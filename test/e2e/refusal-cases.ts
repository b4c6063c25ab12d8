import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lab, LabNode } from '../lab/lab.ts';
import { inventoryWith } from '../support/lab.ts';

/** A bad situation: what makes it, what ends it, and what the user gets. */
interface Refusal {
  readonly name: string;
  /** Returns the inventory and further arguments to apply. */
  readonly prepare: (lab: Lab) => Promise<readonly string[]>;
  readonly restore?: (lab: Lab) => Promise<unknown>;
  readonly exit: number;
  /** What the text says, `…` for anything: node, cause, what to do. A column of docs/faults.md. */
  readonly says: string;
}

const node = (lab: Lab, at: number): LabNode => {
  const found = lab.nodes[at];
  if (found === undefined) throw new Error(`no node ${at}`);
  return found;
};

const onNode = (at: number, script: string) => (lab: Lab) => node(lab, at).sh(script);

/** The lab's inventory, after something was done to node 2. */
const after = (script: string) => async (lab: Lab) => {
  await node(lab, 1).sh(script);
  return [lab.inventory];
};

const replaced = (from: (lab: Lab) => string, to: (lab: Lab) => string) => async (lab: Lab) => [
  await inventoryWith(lab, from(lab), to(lab)),
];

/** For who waits in vain. */
const hasty = (prepare: Refusal['prepare']) => async (lab: Lab) => [
  ...(await prepare(lab)),
  '-T',
  '3',
];

const ip = (lab: Lab) => `ip: "${node(lab, 1).underlay}/24"`;
const address = (lab: Lab) => `address: ${node(lab, 1).management}`;

export const refusals: readonly Refusal[] = [
  {
    name: 'unknown key',
    prepare: replaced(address, (lab) => `adress: 1, ${address(lab)}`),
    exit: 65,
    says: '….yaml:…:… unknown key `adress` did you mean `address`?',
  },
  {
    name: 'wrong type',
    prepare: replaced(
      () => 'port: 22',
      () => 'port: "22"',
    ),
    exit: 65,
    says: '….yaml:…:… `port` is text, not a whole number write a port number',
  },
  {
    name: 'duplicate node',
    prepare: replaced(
      () => 'micro02:',
      () => 'micro01:',
    ),
    exit: 65,
    says: '….yaml:…:… `micro01` stands here twice, first on line …',
  },
  {
    name: 'duplicate management address',
    prepare: replaced(address, (lab) => `address: ${node(lab, 0).management}`),
    exit: 65,
    says: '….yaml:…:… of `micro02` is the address of `micro01` already',
  },
  {
    name: 'duplicate underlay address',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 0).underlay}/24"`),
    exit: 65,
    says: '….yaml:…:… of `micro02` is the underlay address of `micro01` already',
  },
  {
    name: 'an address of two numbers',
    prepare: replaced(ip, () => 'ip: "10.1"'),
    exit: 65,
    says: '….yaml:…:… `10.1` has 2 of the four numbers of an address',
  },
  {
    name: 'an octal address',
    prepare: replaced(ip, () => 'ip: "010.0.0.1"'),
    exit: 65,
    says: '….yaml:…:… `010` in `010.0.0.1` has a leading zero',
  },
  {
    name: 'a prefix that the NIC does not have',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 1).underlay}/16"`),
    exit: 1,
    says: 'micro02 … has prefix /24, the inventory says /16 make the two agree',
  },
  {
    name: 'an address on no NIC',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 1).underlay.replace(/\d+$/, '99')}"`),
    exit: 1,
    says: 'micro02 … is on no NIC; the node has … configure the address',
  },
  {
    name: 'an address on another NIC',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 1).management}"`),
    exit: 1,
    says: 'micro02 … is on NIC eth0, not on eth1 correct underlay.interface',
  },
  {
    name: 'NIC down',
    prepare: after('ip link set eth1 down'),
    restore: onNode(1, 'ip link set eth1 up'),
    exit: 1,
    says: 'micro02 … NIC eth1 is down bring it up on the node: `ip link set eth1 up`',
  },
  {
    name: 'MTU too small',
    prepare: after('ip link set eth1 mtu 1400'),
    restore: onNode(1, 'ip link set eth1 mtu 1500'),
    exit: 1,
    says: 'micro02 … MTU 1400 of NIC eth1 is too small: an overlay of 1442 bytes needs 1500',
  },
  {
    name: 'ovs-vsctl missing',
    prepare: after('mount --bind /dev/null /usr/bin/ovs-vsctl'),
    restore: onNode(1, 'umount /usr/bin/ovs-vsctl'),
    exit: 1,
    says: 'micro02 … no ovs-vsctl found; looked for … name the command with ovs.vsctl',
  },
  {
    name: 'unknown host key',
    prepare: async (lab) => {
      const text = await readFile(lab.knownHosts, 'utf8');
      const others = text.split('\n').filter((line) => !line.startsWith(node(lab, 1).management));
      const file = join(lab.dir, 'known_hosts_unknown');
      await writeFile(file, others.join('\n'));
      return [lab.inventory, '--known-hosts', file];
    },
    exit: 5,
    says: "micro02 … host key of … is unknown: ssh-ed25519 SHA256:… compare it with the node's console … `ssh-keyscan …`",
  },
  {
    name: 'changed host key',
    prepare: async (lab) => {
      const text = await readFile(lab.knownHosts, 'utf8');
      const [first, second] = [node(lab, 0).management, node(lab, 1).management];
      const stolen = text.split('\n').find((line) => line.startsWith(first)) ?? '';
      const others = text.split('\n').filter((line) => !line.startsWith(second));
      const file = join(lab.dir, 'known_hosts_changed');
      await writeFile(file, [...others, stolen.replace(first, second)].join('\n'));
      return [lab.inventory, '--known-hosts', file];
    },
    exit: 5,
    says: 'micro02 … HOST KEY OF … HAS CHANGED: it offers ssh-ed25519 SHA256:… `ssh-keygen -R …`',
  },
  {
    name: 'nobody at the address',
    prepare: hasty(
      replaced(address, (lab) => `address: ${node(lab, 1).management.replace(/\d+$/, '250')}`),
    ),
    exit: 4,
    says: 'micro02 … connect… to … took longer',
  },
  {
    name: 'no sshd at the port',
    prepare: hasty(replaced(address, (lab) => `ssh: { port: 23 }, ${address(lab)}`)),
    exit: 4,
    says: 'micro02 … cannot connect to …: connection refused',
  },
  {
    name: 'a limit that matches nothing',
    prepare: async (lab) => [lab.inventory, '--limit', 'micro01,micro4'],
    exit: 64,
    says: '`micro4` matches no node and no group',
  },
  {
    name: 'an inventory that is not there',
    prepare: async (lab) => [join(lab.dir, 'nothing.yaml')],
    exit: 65,
    says: 'nothing.yaml cannot be read: there is no such file',
  },
];
