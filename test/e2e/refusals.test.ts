import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab, inventoryWith } from '../support/lab.ts';

/** A bad situation: what makes it, what ends it, and what the user gets. */
interface Case {
  readonly name: string;
  /** Returns the inventory and further arguments to apply. */
  readonly prepare: (lab: Lab) => Promise<readonly string[]>;
  readonly restore?: (lab: Lab) => Promise<unknown>;
  readonly exit: number;
  /** What must be said: node, cause, and what to do. */
  readonly says: readonly (string | RegExp)[];
}

const node = (lab: Lab, at: number) => {
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

const ip = (lab: Lab) => `ip: "${node(lab, 1).underlay}/24"`;
const address = (lab: Lab) => `address: ${node(lab, 1).management}`;

const cases: readonly Case[] = [
  {
    name: 'unknown key',
    prepare: replaced(address, (lab) => `adress: 1, ${address(lab)}`),
    exit: 65,
    says: [/yaml:\d+:\d+/, 'adress', 'address'],
  },
  {
    name: 'wrong type',
    prepare: replaced(
      () => 'port: 22',
      () => 'port: "22"',
    ),
    exit: 65,
    says: [/yaml:\d+:\d+/, 'port'],
  },
  {
    name: 'duplicate node',
    prepare: replaced(
      () => 'micro02:',
      () => 'micro01:',
    ),
    exit: 65,
    says: [/yaml:\d+:\d+/, 'micro01'],
  },
  {
    name: 'duplicate management address',
    prepare: replaced(address, (lab) => `address: ${node(lab, 0).management}`),
    exit: 65,
    says: [/yaml:\d+:\d+/, 'micro01', 'micro02'],
  },
  {
    name: 'duplicate underlay address',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 0).underlay}/24"`),
    exit: 65,
    says: [/yaml:\d+:\d+/, 'micro01', 'micro02'],
  },
  {
    name: 'an address of two numbers',
    prepare: replaced(ip, () => 'ip: "10.1"'),
    exit: 65,
    says: [/yaml:\d+:\d+/, '10.1'],
  },
  {
    name: 'an octal address',
    prepare: replaced(ip, () => 'ip: "010.0.0.1"'),
    exit: 65,
    says: [/yaml:\d+:\d+/, '010.0.0.1'],
  },
  {
    name: 'a prefix that the NIC does not have',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 1).underlay}/16"`),
    exit: 1,
    says: ['micro02', 'has prefix /24, the inventory says /16', 'make the two agree'],
  },
  {
    name: 'an address on no NIC',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 1).underlay.replace(/\d+$/, '99')}"`),
    exit: 1,
    says: ['micro02', /address \S+\.99 is on no NIC/, 'netplan'],
  },
  {
    name: 'an address on another NIC',
    prepare: replaced(ip, (lab) => `ip: "${node(lab, 1).management}"`),
    exit: 1,
    says: ['micro02', 'is on NIC eth0, not on eth1', 'correct underlay.interface'],
  },
  {
    name: 'NIC down',
    prepare: after('ip link set eth1 down'),
    restore: onNode(1, 'ip link set eth1 up'),
    exit: 1,
    says: ['micro02', 'NIC eth1 is down', 'ip link set eth1 up'],
  },
  {
    name: 'MTU too small',
    prepare: after('ip link set eth1 mtu 1400'),
    restore: onNode(1, 'ip link set eth1 mtu 1500'),
    exit: 1,
    says: ['micro02', 'MTU 1400 of NIC eth1 is too small', 'needs 1500'],
  },
  {
    name: 'ovs-vsctl missing',
    prepare: after('mount --bind /dev/null /usr/bin/ovs-vsctl'),
    restore: onNode(1, 'umount /usr/bin/ovs-vsctl'),
    exit: 1,
    says: ['micro02', 'no ovs-vsctl found', 'ovs.vsctl'],
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
    says: ['micro02', /host key of \S+ is unknown: ssh-ed25519 SHA256:/, 'ssh-keyscan'],
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
    says: ['micro02', /HOST KEY OF \S+ HAS CHANGED/, 'ssh-keygen -R'],
  },
  {
    name: 'nobody at the address',
    prepare: replaced(
      address,
      (lab) => `address: ${node(lab, 1).management.replace(/\d+$/, '250')}`,
    ),
    exit: 4,
    says: ['micro02', /connecting to \S+\.250 took longer than 3 s/],
  },
  {
    name: 'no sshd at the port',
    prepare: replaced(address, (lab) => `ssh: { port: 23 }, ${address(lab)}`),
    exit: 4,
    says: ['micro02', 'connection refused'],
  },
  {
    name: 'a user who may not log in',
    prepare: async (lab) => [lab.inventory, '--user', 'stranger'],
    exit: 4,
    says: ['micro01', 'micro02', 'micro03', 'stranger was refused', 'authorized_keys'],
  },
  {
    name: 'a limit that matches nothing',
    prepare: async (lab) => [lab.inventory, '--limit', 'micro01,micro4'],
    exit: 64,
    says: ['micro4'],
  },
  {
    name: 'an inventory that is not there',
    prepare: async (lab) => [join(lab.dir, 'nothing.yaml')],
    exit: 65,
    says: ['nothing.yaml'],
  },
];

describeLab('apply refuses, says why, and writes nothing:', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ nodes: 3 });
  });
  afterAll(() => lab.down());

  test.each(cases)('$name', async ({ prepare, restore, exit, says }) => {
    const before = await databases(lab);
    const args = await prepare(lab);
    try {
      const outcome = await mcreconcile(['apply', '-T', '3', ...args]);
      const text = outcome.stdout + outcome.stderr;
      for (const part of says) expect(text).toMatch(part);
      expect(outcome.exit).toBe(exit);
      expect(await databases(lab)).toEqual(before);
    } finally {
      await restore?.(lab);
    }
  });

  test('a node without power is named, the others are shown all the same', async () => {
    await node(lab, 2).powerOff();
    const { exit, stdout } = await mcreconcile(['check', '-T', '2', '-o', 'json', lab.inventory]);
    expect(exit).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      result: 'unreachable',
      summary: { drift: 2, unreachable: 1 },
      nodes: [{ status: 'drift' }, { status: 'drift' }, { name: 'micro03', status: 'unreachable' }],
    });
  });
});
