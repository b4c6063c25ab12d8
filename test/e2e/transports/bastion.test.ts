import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab, type LabNode } from '../../lab/lab.ts';
import { program } from '../../support/cli.ts';
import { describeLab } from '../../support/lab.ts';
import { eventually } from '../hazards/eventually.ts';

describeLab('eight nodes behind a bastion, and an OpenSSH configuration', () => {
  let lab: Lab;
  let home: string;
  let inventory: string;
  beforeAll(async () => {
    lab = await startLab({ nodes: 9 });
    home = await homeOf(lab);
    inventory = join(home, 'inventory.yaml');
    const names = nodes().map(({ name }) => `  ${name}:\n`);
    const defaults = 'defaults: { underlay: { subnet: 198.19.0.0/16 } }\n';
    await writeFile(inventory, `${defaults}nodes:\n${names.join('')}`);
  });
  afterAll(async () => {
    await lab.down();
    await rm(home, { recursive: true });
  });
  const nodes = (): readonly LabNode[] => lab.nodes.slice(0, 8);

  /** As a user whose home it is: OpenSSH looks at passwd, not at HOME. */
  async function run(...args: readonly string[]) {
    const script = 'mkdir -p "$2" && mount --bind "$1" "$2" && shift 2 && exec "$@"';
    const argv = [
      '-m',
      'sh',
      '-c',
      script,
      'sh',
      join(home, '.ssh'),
      '/root/.ssh',
      ...program,
      ...args,
    ];
    const env = {
      PATH: process.env['PATH'],
      HOME: '/root',
      TMPDIR: join(home, 'tmp'),
      XDG_STATE_HOME: join(home, 'state'),
    };
    const child = spawn('unshare', argv, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const printed = [text(child.stdout), text(child.stderr), once(child, 'close')] as const;
    const [stdout, stderr, [exit]] = await Promise.all(printed);
    return { exit: Number(exit), stdout, stderr };
  }

  test.each(['ssh2', 'openssh'])('are reached by their names alone, by %s', async (transport) => {
    const file = join(home, `${transport}.yaml`);
    const said = await readFile(inventory, 'utf8');
    await writeFile(file, said.replace('{ under', `{ ssh: { transport: ${transport} }, under`));
    const before = logins();
    const { exit, stdout, stderr } = await run('check', file);
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: '' });
    expect(stdout).toContain('8 nodes: 8 drift.');
    const sources = logins().slice(before.length);
    expect(new Set(sources)).toEqual(new Set([lab.nodes[8]?.management]));
    // No socket, and so no connection, is left.
    expect(await readdir(join(home, 'tmp'))).toEqual([]);
  });

  test('are moved, and stay so', async () => {
    const applied = await run('apply', inventory);
    expect(applied).toMatchObject({ exit: 0, stdout: expect.stringContaining('8 changed') });
    expect(await run('check', inventory)).toEqual({ exit: 0, stdout: '', stderr: '' });
    for (const node of nodes())
      expect((await node.externalIds())['ovn-encap-ip']).toBe(node.underlay);
  });

  test('revert by themselves where the jump host dies in the middle of a move', async () => {
    const [first] = nodes();
    const jumpHost = lab.nodes[8];
    const going = run('apply', inventory, '--playbook', 'management', '--confirm-timeout', '12');
    await eventually('the first write', async () => {
      const now = (await first?.externalIds())?.['ovn-encap-ip'];
      return now === first?.management ? null : String(now);
    });
    await jumpHost?.powerOff();
    const { exit, stdout } = await going;
    expect({ exit, stdout }).toMatchObject({
      exit: 9,
      stdout: expect.stringContaining('HALF DONE'),
    });
    for (const node of nodes())
      await eventually(`${node.name} is as before, and nothing of ours is left`, async () => {
        const now = (await node.externalIds())['ovn-encap-ip'];
        const left = (await node.run(['ls', '/run/mcreconcile'])).stdout;
        return now === node.underlay && left === '' ? null : `${now} ${left}`;
      });
    expect(await readdir(join(home, 'tmp'))).toEqual([]);
  });

  /** Where the logins on the nodes came from. */
  function logins(): readonly string[] {
    const log = (node: LabNode) => readFileSync(join(node.dir, 'log/sshd.log'), 'utf8');
    const found = nodes().flatMap((node) => [
      ...log(node).matchAll(/Accepted .* from (\S+) port/g),
    ]);
    return found.map(([, from = '']) => from);
  }
});

/** A home with Host aliases, Include, ProxyJump, IdentitiesOnly and Match exec. */
async function homeOf(lab: Lab): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'mcreconcile-home-'));
  await mkdir(join(home, '.ssh/config.d'), { recursive: true });
  await mkdir(join(home, 'tmp'));
  const [known, key] = [lab.knownHosts, lab.key].map((file) => readFileSync(file, 'utf8'));
  writeFileSync(join(home, '.ssh/known_hosts'), known ?? '');
  writeFileSync(join(home, '.ssh/lab'), key ?? '', { mode: 0o600 });
  const hosts = lab.nodes.map(({ name, management }) => `Host ${name}\n  HostName ${management}\n`);
  writeFileSync(join(home, '.ssh/config.d/hosts'), hosts.join(''));
  writeFileSync(
    join(home, '.ssh/config'),
    `Include config.d/*
Host micro0? !micro09
  ProxyJump micro09
Match exec "test %n != nobody"
  User root
  IdentitiesOnly yes
  IdentityFile ~/.ssh/lab
`,
  );
  return home;
}
