import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type Lab } from '../lab/lab.ts';
import { mcreconcile } from '../support/cli.ts';
import { eventFaults } from '../support/documents.ts';
import { describeLab } from '../support/lab.ts';

const passphrase = 'open-sesame-7f3a';

describeLab('an inventory that is there already', () => {
  let lab: Lab;
  let state: string;
  beforeAll(async () => {
    lab = await startLab({ nodes: 2 });
    state = await mkdtemp(join(tmpdir(), 'mcreconcile-formats-'));
  });
  afterAll(async () => {
    await lab.down();
    await rm(state, { recursive: true, force: true });
  });

  const run = (...args: readonly string[]) => mcreconcile(args, { env: { XDG_STATE_HOME: state } });

  /** What `check` finds, but for when and how fast. */
  const found = async (file: string, ...flags: readonly string[]) => {
    const { exit, stdout } = await run('check', file, '-o', 'json', ...flags);
    const { nodes } = JSON.parse(stdout);
    return { exit, nodes: nodes.map(steady) };
  };

  const formats = () => [
    { name: 'preseed.yaml', text: preseed(lab), flags: access(lab) },
    { name: 'hosts.yml', text: ansibleYaml(lab), flags: [] },
    { name: 'hosts', text: ansibleIni(lab), flags: [] },
  ];

  const expectAlike = async (exit: number) => {
    const native = await found(lab.inventory);
    expect(native.exit).toBe(exit);
    for (const { name, flags } of formats()) {
      const foreign = await found(join(lab.dir, name), ...flags);
      expect({ name, ...foreign }).toEqual({ name, ...native });
    }
  };

  test('is checked as the native one is, before and after a move', async () => {
    await mkdir(join(lab.dir, 'group_vars'));
    await writeFile(join(lab.dir, 'group_vars/all.yml'), 'underlay_interface: eth1\n');
    for (const { name, text } of formats()) await writeFile(join(lab.dir, name), text);
    await expectAlike(2);
    expect((await run('apply', lab.inventory)).exit).toBe(0);
    await expectAlike(0);
  });

  test('what schedulers want to know of drift, and of its end', async () => {
    for (const node of lab.nodes)
      await node.vsctl('set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${node.management}`);
    const check = (...flags: readonly string[]) => run('check', lab.inventory, ...flags);
    const drift = await check('-o', 'nagios');
    expect(drift).toMatchObject({ exit: 1, stderr: '' });
    expect(drift.stdout).toMatch(/^MCRECONCILE WARNING - drift, 2 nodes.* drifted_keys=2;;;0 /);
    expect((await check('--drift-exit-code', '0')).exit).toBe(0);
    const applied = await run('apply', lab.inventory, '-o', 'ndjson');
    const lines = applied.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const types: readonly string[] = lines.map(({ type }) => type);
    expect([types[0], types.at(-1)]).toEqual(['version', 'report']);
    expect(new Set(types)).toEqual(
      new Set(['version', 'phase', 'node-done', 'strategy', 'end', 'report']),
    );
    expect(lines.flatMap(eventFaults)).toEqual([]);
    const moments: readonly string[] = lines.map(({ at }) => at);
    expect(moments).toEqual(moments.toSorted());
    expect(new Set(moments).size).toBeGreaterThan(3);
    expect(await check('-o', 'nagios')).toMatchObject({ exit: 0, stderr: '' });
  });

  test('a passphrase is in no output and in nothing that is kept', async () => {
    for (const node of lab.nodes)
      await node.vsctl('set', 'Open_vSwitch', '.', `external_ids:ovn-encap-ip=${node.management}`);
    const file = join(lab.dir, 'preseed.yaml');
    const saved = join(state, 'saved.plan');
    const said = [
      await run('validate', file, '-o', 'json'),
      await run('facts', file, ...access(lab), '-v', '-o', 'json'),
      await run('plan', file, ...access(lab), '-v', '--out', saved),
      await run('apply', file, ...access(lab), '-v', '--diff'),
      await run('history', '-o', 'json'),
    ];
    expect(said.map(({ exit }) => exit)).toEqual([0, 0, 2, 0, 0]);
    expect(JSON.stringify(said)).not.toContain(passphrase);
    const kept = await contents(state);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.join('\n')).not.toContain(passphrase);
  });
});

function access({ key, knownHosts }: Lab): readonly string[] {
  return ['--user', 'root', '--private-key', key, '--known-hosts', knownHosts];
}

function steady(node: Readonly<Record<string, unknown>>): unknown {
  return { ...node, duration_ms: 0 };
}

function preseed({ nodes }: Lab): string {
  const systems = nodes.map(
    ({ name, management, underlay }) =>
      `- name: ${name}\n  address: ${management}\n  ovn_underlay_ip: ${underlay}\n`,
  );
  return `session_passphrase: ${passphrase}\ninitiator: micro01\nsystems:\n${systems.join('')}`;
}

function ansibleYaml({ nodes, key, knownHosts }: Lab): string {
  const hosts = nodes.map(
    ({ name, management, underlay }) =>
      `    ${name}: { ansible_host: ${management}, underlay_ip: ${underlay}/24 }\n`,
  );
  const vars = `ansible_user: root, ansible_ssh_private_key_file: ${key}`;
  const more = `ansible_ssh_common_args: "-o UserKnownHostsFile=${knownHosts}"`;
  return `all:\n  vars: { ${vars}, ${more} }\n  hosts:\n${hosts.join('')}`;
}

function ansibleIni({ nodes, key, knownHosts }: Lab): string {
  const hosts = nodes.map(
    ({ name, management, underlay }) =>
      `${name} ansible_host=${management} underlay_ip=${underlay}\n`,
  );
  return `[fleet]\n${hosts.join('')}
[fleet:vars]
ansible_user=root
ansible_ssh_private_key_file=${key}
ansible_ssh_common_args='-o UserKnownHostsFile=${knownHosts}'
`;
}

/** The texts of all files under a folder. */
async function contents(folder: string): Promise<readonly string[]> {
  const paths = (await readdir(folder, { recursive: true })).map((path) => join(folder, path));
  const files = await Promise.all(
    paths.map(async (path) =>
      (await stat(path)).isFile() ? [await readFile(path, 'latin1')] : [],
    ),
  );
  return files.flat();
}
