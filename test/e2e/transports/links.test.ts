import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkDown } from '../../lab/faults.ts';
import { startLab, type Lab, type LabNode } from '../../lab/lab.ts';
import { mcreconcile } from '../../support/cli.ts';
import { describeLab, inventoryWith } from '../../support/lab.ts';
import { shadow, unshadow } from '../../support/shadow.ts';
import { nothingLeft } from '../faults/support.ts';
import { eventually } from '../hazards/eventually.ts';

const programs = ['ssh2', 'openssh'] as const;

describeLab('the links of two nodes', () => {
  let lab: Lab;
  let first: LabNode;
  beforeAll(async () => {
    lab = await startLab({ nodes: 2 });
    const [node] = lab.nodes;
    if (node === undefined) throw new Error('no node');
    first = node;
  });
  afterAll(() => lab.down());

  /** `check` by one of the two programs, with a folder for what it leaves. */
  async function check(transport: (typeof programs)[number], args: readonly string[] = []) {
    const tmp = join(lab.dir, `tmp-${transport}`);
    await mkdir(tmp, { recursive: true });
    const file = await inventoryWith(lab, 'user: root', `user: root, transport: ${transport}`);
    const env = { TMPDIR: tmp };
    const started = Date.now();
    const { exit, stdout } = await mcreconcile(['check', file, '-o', 'json', ...args], { env });
    const seconds = (Date.now() - started) / 1_000;
    return { exit, document: JSON.parse(stdout), seconds, left: await readdir(tmp) };
  }

  test.each(programs)('a name that does not resolve hinders nobody, by %s', async (transport) => {
    const nameless = `  nameless: { address: no-such-host.invalid, ssh: { transport: ${transport} }, underlay: { ip: 198.19.0.99/24 } }\n`;
    const file = join(lab.dir, `nameless-${transport}.yaml`);
    await writeFile(file, `${await readFile(lab.inventory, 'utf8')}${nameless}`);
    const { exit, stdout } = await mcreconcile(['check', file, '-o', 'json']);
    expect(exit).toBe(4);
    const lost = [{ kind: 'unreachable' }];
    expect(JSON.parse(stdout).nodes).toMatchObject([
      { status: 'drift' },
      { status: 'drift' },
      { status: 'unreachable', problems: lost },
    ]);
  });

  describe('of an address with a zone', () => {
    let config: string;
    let address: string;
    beforeAll(async () => {
      execFileSync('/usr/sbin/ip', ['address', 'add', 'fe80::ffff/64', 'dev', lab.link, 'nodad']);
      const shown = await first.sh('ip -6 -o address show dev eth0 scope link');
      address = `${/fe80::\S+(?=\/)/.exec(shown)?.[0]}%${lab.link}`;
      const hosts = join(lab.dir, 'known_zone');
      const [, key = ''] = /^\S+ (.*)$/m.exec(await readFile(lab.knownHosts, 'utf8')) ?? [];
      await writeFile(hosts, `${address} ${key}\n`);
      config = join(lab.dir, 'zone_config');
      const host = `Host near\n HostName ${address.replace('%', '%%')}\n User root\n`;
      await writeFile(config, `${host} IdentityFile ${lab.key}\n UserKnownHostsFile ${hosts}\n`);
    });

    const inventory = async (transport: string) => {
      const file = join(lab.dir, `near-${transport}.yaml`);
      const ssh = `ssh: { transport: ${transport} }`;
      const underlay = `underlay: { ip: ${first.underlay}/24, interface: eth1 }`;
      await writeFile(file, `nodes:\n  near: { ${ssh}, ${underlay} }\n`);
      return file;
    };

    test.each(programs)('is reached by %s where HostName says it', async (transport) => {
      const file = await inventory(transport);
      const { exit, stdout } = await mcreconcile(['check', file, '--ssh-config', config]);
      expect(stdout).toContain('1 node: 1 drift.');
      expect(exit).toBe(2);
    });
  });

  // The last one: where it fails, the node stays out of reach.
  test('one that goes down amid a session, without a word, ends it soon, and hinders nobody', async () => {
    const asked = '/run/asked';
    await shadow(
      first,
      '/usr/bin/ovs-vsctl',
      `echo >>${asked}; while [ -e ${asked} ]; do sleep 0.2; done`,
    );
    // Were it for these deadlines, the run would take far longer.
    const running = programs.map((each) => check(each, ['-T', '60', '--deadline', '90']));
    await eventually('both have asked', async () => {
      const { stdout } = await first.run(['cat', asked]);
      return stdout === '\n\n' ? null : JSON.stringify(stdout);
    });
    const up = await linkDown(first, 'management');
    for (const { exit, document, seconds, left } of await Promise.all(running)) {
      expect(exit).toBe(4);
      const lost = [{ kind: 'connection-lost' }];
      expect(document.nodes).toMatchObject([
        { status: 'unreachable', problems: lost },
        { status: 'drift' },
      ]);
      expect(seconds).toBeLessThan(40);
      expect(left).toEqual([]);
    }
    await up();
    await unshadow(first, '/usr/bin/ovs-vsctl');
    await first.sh(`rm ${asked}`);
    await nothingLeft(lab);
  });
});
