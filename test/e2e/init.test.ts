import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { databases, describeLab } from '../support/lab.ts';

describeLab('init', () => {
  let lab: Lab;
  let before: readonly string[];
  beforeAll(async () => {
    lab = await startLab({ nodes: 4 });
    before = await Promise.all(lab.nodes.map((node) => encapIp(node)));
  });
  afterAll(() => lab.down());
  // Every test starts with the endpoints on the management network, and without an inventory.
  beforeEach(async () => {
    await rm(file(), { force: true });
    for (const [at, node] of lab.nodes.entries()) await setEncapIp(node, before[at] ?? '');
  });

  const file = () => join(lab.dir, 'init.yaml');
  const access = () => ['-u', 'root', '--private-key', lab.key, '--known-hosts', lab.knownHosts];
  const run = (command: string, ...args: string[]) => mcreconcile([command, file(), ...args]);
  const init = (...args: string[]) => mcreconcile(['init', '--out', file(), ...access(), ...args]);
  const preset = (stdin: string, ...args: string[]) =>
    mcreconcile(['init', '--out', file(), ...access(), '--preseed', '-', ...args], { stdin });
  const add = (...args: string[]) => mcreconcile(['init', file(), ...access(), '--add', ...args]);
  const nodes = (count: number) => lab.nodes.slice(0, count);
  const named = ({ name, management }: LabNode) => `${name}=${management}`;
  const hosts = (count: number) => nodes(count).map(named).join(',');
  const fourth = () => named(node(4));
  const written = () => readFile(file(), 'utf8');
  /** Nor is anything half-written left beside it. */
  const nothingWritten = async () => {
    const found = (await readdir(lab.dir)).filter((name) => /^init\.yaml$|\.tmp$/.test(name));
    expect(found).toEqual([]);
  };

  function node(n: number): LabNode {
    const found = lab.nodes[n - 1];
    if (found === undefined) throw new Error(`no node ${n}`);
    return found;
  }

  /** A preseed as MicroCloud's; `ip` is the line with the underlay of each system. */
  function preseed(count: number, ip: (node: LabNode) => string): string {
    const systems = nodes(count).map(
      (each) => `  - name: ${each.name}\n    address: ${each.management}\n    ${ip(each)}\n`,
    );
    return `initiator_address: ${node(1).management}\nsession_passphrase: secret\nsystems:\n${systems.join('')}`;
  }

  const bareIp = ({ underlay }: LabNode) => `ovn_underlay_ip: ${underlay}`;

  /** In the end the nodes have these endpoints, and the inventory agrees. */
  async function converged(endpoints: readonly string[]): Promise<void> {
    expect(await run('apply')).toMatchObject({ exit: 0 });
    expect(await run('check')).toEqual({ exit: 0, stdout: '', stderr: '' });
    const found = await Promise.all(nodes(endpoints.length).map((each) => encapIp(each)));
    expect(found).toEqual(endpoints);
  }

  describe('as MicroCloud’s own tests do it', () => {
    test('test_preseed: 3 systems with ovn_underlay_ip', async () => {
      const { exit, stdout, stderr } = await preset(preseed(3, bareIp));
      expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
      for (const { name, underlay } of nodes(3))
        expect(stdout).toContain(`Using ${underlay} on ${name} for OVN underlay traffic\n`);
      expect(stdout).toMatch(/^LOCATION +IFACE +TYPE +IP ADDRESS \(CIDR\)$/m);
      expect(stdout).toMatch(/^micro01 +eth1 +veth +198\.19\.\d+\.11\/24$/m);
      expect(await written()).not.toContain('secret');
      expect(await run('check')).toMatchObject({ exit: 2 });
      await converged(nodes(3).map(({ underlay }) => underlay));
    });

    test('test_preseed: grow with micro04 by preseed', async () => {
      expect(await preset(preseed(3, bareIp), '--apply')).toMatchObject({ exit: 0 });
      const { exit, stdout } = await preset(preseed(4, bareIp), '--force', '--apply', '-o', 'json');
      expect(exit).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        command: 'apply',
        summary: { nodes: 4, ok: 3, changed: 1 },
      });
      await converged(nodes(4).map(({ underlay }) => underlay));
    });

    test('test_interactive "Add a MicroCloud node on a cluster of 2 nodes": one of them has set itself up', async () => {
      expect(await init('--hosts', hosts(2), '--underlay', 'auto', '--apply')).toMatchObject({
        exit: 0,
      });
      await setEncapIp(node(3), node(3).management);
      expect(await add(named(node(3)))).toMatchObject({ exit: 0 });
      await converged(nodes(3).map(({ underlay }) => underlay));
    });

    test('test_instances_launch: 2 nodes extended to 3, then to 4', async () => {
      expect(await init('--hosts', hosts(2), '--underlay', 'auto', '--apply')).toMatchObject({
        exit: 0,
      });
      expect(await add(named(node(3)), '--apply')).toMatchObject({ exit: 0 });
      expect(await preset(preseed(4, bareIp), '--force', '--apply')).toMatchObject({ exit: 0 });
      await converged(nodes(4).map(({ underlay }) => underlay));
    });

    test.each([['--no-underlay'], ['--auto']])(
      'OVN_UNDERLAY_NETWORK="no": %s leaves the endpoints on the management addresses',
      async (flag) => {
        const { exit, stdout } = await init('--hosts', hosts(3), flag);
        expect({ exit, stdout }).toEqual({
          exit: 0,
          stdout: expect.stringContaining('3 nodes. Nobody was contacted.\n'),
        });
        for (const each of nodes(3)) await setEncapIp(each, each.underlay);
        expect((await run('check')).stdout).toContain(
          `${node(2).underlay} -> ${node(2).management}`,
        );
        await converged(nodes(3).map(({ management }) => management));
      },
    );

    test('OVN_UNDERLAY_NETWORK="no": a preseed without an underlay', async () => {
      const { exit } = await preset(preseed(3, () => ''));
      expect(exit).toBe(0);
      await converged(nodes(3).map(({ management }) => management));
    });
  });

  describe('what MicroCloud’s tests lack', () => {
    test.each<[string, (node: LabNode) => string, number, string]>([
      [
        'invalid: a prefix length where MicroCloud takes none',
        ({ underlay }) => `ovn_underlay_ip: ${underlay}/24`,
        65,
        'Invalid underlay IP "198.19.',
      ],
      [
        'invalid: underlay_ip without one',
        ({ underlay }) => `underlay_ip: ${underlay}`,
        65,
        'Failed to parse supplied underlay IP "198.19.',
      ],
      ['duplicate', () => 'ovn_underlay_ip: 198.19.0.11', 65, '`198.19.0.11`'],
      [
        'partial',
        (each) => (each.name === 'micro02' ? '' : bareIp(each)),
        65,
        'Some systems are missing an underlay interface',
      ],
      [
        'an address of the subnet that no NIC has, which MicroCloud takes',
        (each) => bareIp(each).replace(/12$/, '99'),
        1,
        'No available interface found for OVN underlay IP "198.19.',
      ],
      [
        'another prefix length than that of the NIC',
        ({ underlay }) => `underlay_ip: ${underlay}/16`,
        1,
        'has prefix /24, the inventory says /16',
      ],
    ])('%s', async (_, ip, code, says) => {
      const { exit, stdout, stderr } = await preset(preseed(3, ip));
      expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain(says);
      expect(exit).toBe(code);
      await nothingWritten();
    });

    test('the addresses of two systems swapped, which MicroCloud takes', async () => {
      const swapped = (each: LabNode) =>
        bareIp(each.name === 'micro01' ? node(2) : each.name === 'micro02' ? node(1) : each);
      const { exit, stdout } = await preset(preseed(3, swapped));
      expect(exit).toBe(1);
      expect(stdout).toContain(`"${node(2).underlay}"`);
      await nothingWritten();
    });

    test('IPv6', async () => {
      const six = await Promise.all(nodes(3).map((each) => ipv6(each)));
      const ip = ({ name }: LabNode) =>
        `underlay_ip: '${six[nodes(3).findIndex((each) => each.name === name)]}'`;
      // The MTU of the lab's NICs is for IPv4.
      for (const each of nodes(3)) await each.sh('ip link set eth1 mtu 1520');
      try {
        const { exit, stdout } = await preset(preseed(3, ip));
        expect({ exit, stdout }).toMatchObject({ exit: 0 });
        await converged(six.map((cidr) => cidr.replace('/64', '')));
      } finally {
        for (const each of nodes(3)) await each.sh('ip link set eth1 mtu 1500');
      }
    });

    test('an MTU that is too small for the overlay', async () => {
      await node(2).sh('ip link set eth1 mtu 1450');
      try {
        const { exit, stdout } = await preset(preseed(3, bareIp));
        expect(exit).toBe(1);
        expect(stdout).toContain('MTU 1450 of NIC eth1 is too small');
        await nothingWritten();
      } finally {
        await node(2).sh('ip link set eth1 mtu 1500');
      }
    });

    test('a NIC that is down is no choice, and the reason is told', async () => {
      await node(2).sh('ip link set eth1 down');
      try {
        const { exit, stdout } = await init('--hosts', hosts(3), '--underlay', 'auto');
        expect(exit).toBe(1);
        expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
          /micro02 ! .*Some peers don't have a selected interface .*eth1 198\.19\.\d+\.12\/24 \(the NIC is down\)/,
        );
        await nothingWritten();
      } finally {
        await node(2).sh('ip link set eth1 up');
      }
    });

    test('change after deployment: the address moves, check names it, init and apply follow', async () => {
      expect(await init('--hosts', hosts(3), '--underlay', 'auto', '--apply')).toMatchObject({
        exit: 0,
      });
      const { underlay } = node(2);
      const moved = underlay.replace(/12$/, '212');
      await node(2).sh(`ip addr del ${underlay}/24 dev eth1 && ip addr add ${moved}/24 dev eth1`);
      try {
        const found = await run('check');
        expect(found.exit).toBe(1);
        expect(found.stdout).toContain(`address ${underlay} is on no NIC`);
        const again = await init('--hosts', hosts(3), '--underlay', 'auto', '--force');
        expect(again).toMatchObject({ exit: 0 });
        await converged([node(1).underlay, moved, node(3).underlay]);
      } finally {
        await node(2).sh(`ip addr del ${moved}/24 dev eth1 && ip addr add ${underlay}/24 dev eth1`);
      }
    });
  });

  describe('what is to be written', () => {
    test('is never written over another file', async () => {
      await writeFile(file(), 'mine');
      const { exit, stderr } = await init('--hosts', hosts(3), '--underlay', 'auto');
      expect(exit).toBe(64);
      expect(stderr).toContain('is there already');
      expect(await written()).toBe('mine');
    });

    test('is not written where a node cannot be read', async () => {
      const strange = `${hosts(2)},nobody=198.18.255.254`;
      const { exit, stdout } = await init('--hosts', strange, '--underlay', 'auto', '-T', '2');
      expect(exit).toBe(4);
      expect(stdout).toMatch(/unreachable +nobody/);
      await nothingWritten();
    });

    test('is not written where a host key is not known', async () => {
      const none = join(lab.dir, 'no-known-hosts');
      await writeFile(none, '');
      const known = ['-u', 'root', '--private-key', lab.key, '--known-hosts', none];
      const args = ['init', '--out', file(), ...known, '--hosts', hosts(2), '--underlay', 'auto'];
      expect(await mcreconcile(args)).toMatchObject({ exit: 5 });
      await nothingWritten();
    });

    test('comes from an inventory that is there, with all that it says of the nodes', async () => {
      const { exit } = await mcreconcile([
        'init',
        lab.inventory,
        '--out',
        file(),
        '--underlay',
        'eth1',
        '--underlay',
        '198.19.0.0/16',
      ]);
      expect(exit).toBe(0);
      expect(await written()).toContain('port: 22\n');
      await converged(lab.nodes.map(({ underlay }) => underlay));
    });

    test('is not waited for where stdin has no end: Ctrl-C', async () => {
      const outcome = await mcreconcile(['init', '--out', file(), '--preseed', '-'], {
        stdin: null,
        // So much is only taken by somebody who reads.
        started: (kill, stdin) => stdin.write('# more\n'.repeat(2 ** 18), () => kill('SIGINT')),
      });
      expect(outcome.exit).toBe(130);
      await nothingWritten();
    });

    test('is refused where the preseed is none', async () => {
      const { exit, stderr } = await preset('nodes: { a: {} }\n');
      expect(exit).toBe(65);
      expect(stderr).toContain('stdin:1:1 this is no MicroCloud preseed');
    });
  });

  describe('--add', () => {
    const ours = () => {
      const ssh = `user: root, identity_file: ${lab.key}, known_hosts: ${lab.knownHosts}`;
      const [head, ...lines] = [
        '# The fleet of rack 7.',
        'defaults:   # of all',
        `  ssh: { ${ssh} }`,
        'groups: { left: { nodes: [micro01] } }',
        'nodes:',
        ...nodes(3).map(
          ({ name, management, underlay }) =>
            `  ${name}:   { address: ${management}, underlay: { ip: '${underlay}/24' } } # ${name}`,
        ),
        '',
        '# More to come.',
        '',
      ];
      return [head, ...lines].join('\n');
    };

    test('adds lines, and changes none', async () => {
      await writeFile(file(), ours());
      const { exit, stdout } = await add(fourth(), '--underlay', `micro04=${node(4).underlay}`);
      expect({ exit, stdout }).toMatchObject({ exit: 0 });
      expect(stdout).toContain(`Using ${node(4).underlay} on micro04 for OVN underlay traffic\n`);
      const added = `  micro04:
    address: ${node(4).management}
    underlay:
      interface: eth1
      ip: ${node(4).underlay}/24
`;
      expect(await written()).toBe(ours().replace('\n# More', `${added}\n# More`));
      await converged(lab.nodes.map(({ underlay }) => underlay));
    });

    test('finds the underlay by what the inventory says of all nodes', async () => {
      expect(await init('--hosts', hosts(3), '--underlay', 'auto')).toMatchObject({ exit: 0 });
      const old = await written();
      const { exit, stdout } = await add(fourth());
      expect(exit).toBe(0);
      expect(stdout).toContain(`Using ${node(4).underlay} on micro04 for OVN underlay traffic\n`);
      expect(await written()).toBe(`${old}  micro04:\n    address: ${node(4).management}\n`);
      await converged(lab.nodes.map(({ underlay }) => underlay));
    });

    test('makes no mixed fleet, unless that is allowed', async () => {
      await writeFile(file(), ours());
      await converged(nodes(3).map(({ underlay }) => underlay));
      const refused = await add(fourth(), '--no-underlay');
      expect(refused.exit).toBe(1);
      expect(refused.stdout.replaceAll(/\s+/g, ' ')).toContain(
        'micro04 ! would stay on its management address, unlike micro01, micro02, micro03',
      );
      expect(await written()).toBe(ours());
      const allowed = await add(fourth(), '--no-underlay', '--allow', 'mixed');
      expect(allowed).toMatchObject({ exit: 0 });
      expect(allowed.stdout).toContain('(allowed by --allow mixed)');
      expect(await written()).toContain('    underlay: false\n');
    });

    test('gives no underlay to one node of a fleet without', async () => {
      expect(await init('--hosts', hosts(3), '--auto')).toMatchObject({ exit: 0 });
      const old = await written();
      const { exit, stdout } = await add(fourth(), '--underlay', 'auto');
      expect(exit).toBe(1);
      expect(stdout).toContain('would have an underlay of its own');
      expect(await written()).toBe(old);
    });

    test('asks where nothing says so: here nobody can be asked', async () => {
      await writeFile(file(), ours());
      const { exit, stderr } = await add(fourth());
      expect(exit).toBe(64);
      expect(stderr).toContain('--no-underlay');
      expect(await written()).toBe(ours());
    });

    test.each([
      ['by its name', () => named(node(1))],
      ['by its address', () => `other=${node(1).management}`],
    ])('refuses a host that is there already, %s', async (_, host) => {
      await writeFile(file(), ours());
      const { exit, stderr } = await add(host(), '--underlay', 'auto');
      expect(exit).toBe(64);
      expect(stderr).toContain('already, as `micro01`');
      expect(await written()).toBe(ours());
    });

    test.each([
      ['a MicroCloud preseed', () => preseed(3, bareIp)],
      ['an Ansible inventory', () => `all: { hosts: { micro01: {} } }\n`],
    ])('refuses %s, and says what to do', async (what, text) => {
      await writeFile(file(), text());
      const { exit, stderr } = await add(fourth(), '--underlay', 'auto');
      expect(exit).toBe(64);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
        `is ${what}: \`init\` cannot add nodes to it`,
      );
      expect(stderr).toContain('mcreconcile init ');
    });
  });

  test('no node is written by init itself', async () => {
    const bytes = await databases(lab);
    expect(await init('--hosts', hosts(4), '--underlay', 'auto')).toMatchObject({ exit: 0 });
    expect(await databases(lab)).toEqual(bytes);
  });
});

async function encapIp(node: LabNode): Promise<string> {
  return (await node.externalIds())['ovn-encap-ip'] ?? '';
}

async function setEncapIp(node: LabNode, address: string): Promise<void> {
  await node.vsctl('set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${address}`);
}

/** The address with its prefix length. */
async function ipv6(node: LabNode): Promise<string> {
  const text = await node.sh('ip -6 -br addr show dev eth1 scope global');
  return /\S+\/64/.exec(text)?.[0] ?? '';
}
