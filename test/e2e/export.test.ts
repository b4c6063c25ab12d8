import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mcreconcile } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const inventory = join(folder, 'inventory.yaml');
writeFileSync(
  inventory,
  `defaults: { ssh: { user: admin, become: true, known_hosts: /etc/kh } }
groups: { rack1: { nodes: [micro01, micro02] } }
nodes:
  micro01: { address: 198.18.0.11, underlay: { ip: 198.19.0.11/16 }, vars: { a: "1:30", b: "{{ x }}" } }
  micro02: { address: "2001:db8::12", ssh: { port: 2222 }, underlay: { ip: 198.19.0.12/16 } }
  micro03: { address: 198.18.0.13, underlay: { ip: 198.19.0.13/16, interface: eth1 } }
`,
);

describe('export', () => {
  test('writes to stdout, and says on stderr what is lost', async () => {
    const { exit, stdout, stderr } = await mcreconcile([
      'export',
      inventory,
      '--format',
      'preseed',
    ]);
    expect(stdout).toContain('  - name: micro01\n    address: 198.18.0.11\n');
    expect(stderr).toContain('note: a preseed has no word for groups: micro[01-02]\n');
    expect(exit).toBe(0);
  });

  test('gives MicroOVN its initConfig, in either style', async () => {
    const args = ['export', inventory, '--format', 'init-config'];
    const { exit, stdout, stderr } = await mcreconcile(args);
    expect(JSON.parse(stdout)).toEqual({
      'micro01.ovn-encap-ip': '198.19.0.11',
      'micro02.ovn-encap-ip': '198.19.0.12',
      'micro03.ovn-encap-ip': '198.19.0.13',
    });
    expect(stderr.match(/custom_encapsulation_ip/g)).toHaveLength(1);
    expect(exit).toBe(0);
    const styled = await mcreconcile([...args, '--style', 'microovn']);
    expect(JSON.parse(styled.stdout)).toMatchObject({ micro03: { 'ovn-encap-ip': '198.19.0.13' } });
  });

  test('writes a file, whole, and never over another one', async () => {
    const out = join(folder, 'hosts.yaml');
    const args = ['export', inventory, '--format', 'ansible', '--out', out];
    expect(await mcreconcile(args)).toEqual({ exit: 0, stdout: '', stderr: '' });
    writeFileSync(out, 'mine');
    const again = await mcreconcile(args);
    expect(again.stdout).toContain('it exists already');
    expect(again.exit).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect(readdirSync(folder).toSorted()).toEqual(['hosts.yaml', 'inventory.yaml']);
    rmSync(out);
  });

  test.each([
    [['export', inventory], "required option '--format <format>' not specified", 64],
    [
      ['export', inventory, '--format', 'toml'],
      'Allowed choices are ansible, preseed, init-config',
      64,
    ],
    [
      ['export', inventory, '--format', 'preseed', '--style', 'microovn'],
      '--style is for --format init-config',
      64,
    ],
    [['export', join(folder, 'none.yaml'), '--format', 'ansible'], 'no such file', 65],
  ])('%j is refused', async (args, says, code) => {
    const { exit, stdout, stderr } = await mcreconcile(args);
    expect(stderr).toContain(says);
    expect([exit, stdout]).toEqual([code, '']);
  });
});

describe.skipIf(spawnSync('ansible-inventory', ['--version']).status !== 0)('Ansible', () => {
  test('reads from the export what the inventory says', async () => {
    const { stdout } = await mcreconcile(['export', inventory, '--format', 'ansible']);
    const file = join(folder, 'ansible.yaml');
    writeFileSync(file, stdout);
    const env = { PATH: process.env['PATH'], HOME: folder };
    const args = ['-i', file, '--list'];
    const listed = spawnSync('ansible-inventory', args, { encoding: 'utf8', env, cwd: folder });
    const common = {
      ansible_user: 'admin',
      ansible_become: true,
      ansible_ssh_common_args: '-o UserKnownHostsFile=/etc/kh',
    };
    expect(JSON.parse(listed.stdout)).toMatchObject({
      rack1: { hosts: ['micro01', 'micro02'] },
      ungrouped: { hosts: ['micro03'] },
      _meta: {
        hostvars: {
          micro01: {
            ...common,
            ansible_host: '198.18.0.11',
            underlay_ip: '198.19.0.11/16',
            a: '1:30',
            b: { __ansible_unsafe: '{{ x }}' },
          },
          micro02: { ...common, ansible_host: '2001:db8::12', ansible_port: 2222 },
          micro03: { ...common, underlay_ip: '198.19.0.13/16', underlay_interface: 'eth1' },
        },
      },
    });
    expect(listed.stderr).not.toContain('ERROR');
  });
});
