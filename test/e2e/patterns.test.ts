import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadInventory } from '../../src/input/load.ts';
import { itemsOf } from '../../src/input/pattern-items.ts';
import { select } from '../../src/input/patterns.ts';
import { mcreconcile } from '../support/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-patterns-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const names = ['web1', 'web2', 'web3', 'db1', 'db2', 'other'];
const groups = { rack1: ['web1', 'db1'], rack2: ['web2', 'web3', 'db2'], dbs: ['db1', 'db2'] };
const ours = file(
  'ours.yaml',
  `groups:\n${Object.entries(groups)
    .map(([name, nodes]) => `  ${name}: { nodes: [${nodes.join()}] }\n`)
    .join('')}nodes:\n${names.map((name) => `  ${name}: { underlay: false }\n`).join('')}`,
);
const ansibles = file(
  'ansibles.ini',
  `${names.join('\n')}\n${Object.entries(groups)
    .map(([name, nodes]) => `[${name}]\n${nodes.join('\n')}\n`)
    .join('')}`,
);
describe.skipIf(spawnSync('ansible-playbook', ['--version']).status !== 0)('like Ansible', () => {
  const patterns = [
    'all',
    '*',
    'web1',
    'web1,db2',
    'web1:db2',
    'rack2:&dbs',
    'rack1:rack2:!dbs',
    '!dbs',
    '&dbs,web*,db1',
    'rack2[0]',
    'rack2[-1]',
    'rack2[0:1]',
    'rack2[1:]',
    '~web[12]',
    '~(db|oth)',
    'web?',
    '*2',
    'rack?',
  ];

  test('patterns choose the same nodes', async () => {
    const inventory = await loadInventory(ours, { home: '/' });
    if (!inventory.ok) throw new Error(JSON.stringify(inventory.error));
    const chosen = patterns.map((pattern) => {
      const found = select(inventory.value, itemsOf(pattern, null));
      return [pattern, found.ok ? found.value.toSorted() : found.error];
    });
    expect(chosen).toEqual(listedByAnsible(patterns));
  });
});

/** What Ansible would work on: a play for each pattern, and all of them listed at once. */
function listedByAnsible(patterns: readonly string[]) {
  const plays = patterns.map((hosts) => ({ hosts, tasks: [] }));
  const args = ['-i', ansibles, file('plays.yaml', JSON.stringify(plays)), '--list-hosts'];
  const env = { PATH: process.env['PATH'], HOME: folder };
  const { stdout } = spawnSync('ansible-playbook', args, { encoding: 'utf8', env, cwd: folder });
  const found = stdout.split(/hosts \(\d+\):/).slice(1);
  return patterns.map((pattern, at) => {
    const lines = (found[at] ?? '').split('\n\n')[0] ?? '';
    return [
      pattern,
      lines
        .split('\n')
        .flatMap((line) => line.trim() || [])
        .toSorted(),
    ];
  });
}

describe('--list-hosts', () => {
  const nodes = ['web1', 'db1'];

  test.each(['plan', 'apply', 'check', 'facts'])(
    '%s names the nodes and asks nobody',
    async (command) => {
      const plain = await mcreconcile([command, ours, '-l', 'rack1', '--list-hosts']);
      expect(plain).toEqual({ exit: 0, stdout: 'web1\ndb1\n', stderr: '' });
      const json = await mcreconcile([command, ours, '-l', 'rack1', '--list-hosts', '-o', 'json']);
      expect(JSON.parse(json.stdout)).toEqual({ format: 'mcreconcile.hosts/1', hosts: nodes });
    },
  );

  test('hosts of the playbook count, too', async () => {
    const play = file('p.yaml', '- { name: p, hosts: "dbs:!db1", tasks: [{ ovn_tunnels: {} }] }');
    const args = ['plan', ours, '--playbook', play, '--list-hosts'];
    expect((await mcreconcile(args)).stdout).toBe('db2\n');
    const { exit, stderr } = await mcreconcile([...args, '--limit', 'web1']);
    expect(stderr).toContain('--limit chooses none of the nodes of the playbook');
    expect(exit).toBe(64);
  });

  test.each([
    ['a slip on the command line', ['-l', 'all,!wbe1'], 'did you mean `web1`?', 64],
    ['a slip in a file', ['-l', `@${file('bad.txt', '\nwbe1\n')}`], 'bad.txt:2:1 `wbe1`', 65],
  ])('%s is an error', async (_name, args, says, code) => {
    const { exit, stdout, stderr } = await mcreconcile(['check', ours, ...args, '--list-hosts']);
    expect(stderr).toContain(says);
    expect([exit, stdout]).toEqual([code, '']);
  });

  test('a slip in `hosts` is an error of the playbook', async () => {
    const play = file('slip.yaml', '- name: p\n  hosts: rack3\n  tasks: [{ ovn_tunnels: {} }]\n');
    const { exit, stderr } = await mcreconcile(['plan', ours, '--playbook', play]);
    expect(stderr).toContain('slip.yaml:2:10 `rack3`');
    expect(exit).toBe(65);
  });
});
