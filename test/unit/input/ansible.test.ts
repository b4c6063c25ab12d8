import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { disagreements, withUsedVariables } from '../../../src/input/agreement.ts';
import { loadInventory } from '../../../src/input/load.ts';
import type { Inventory, NodeSpec } from '../../../src/model/inventory.ts';
import { lines, playOf } from './support.ts';

async function load(name: string, text: string, beside: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ansible-'));
  for (const [path, content] of Object.entries({ [name]: text, ...beside })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { folder, loaded: await loadInventory(join(folder, name), { home: '/home/me' }) };
}

async function good(...args: Parameters<typeof load>): Promise<Inventory> {
  const { loaded } = await load(...args);
  if (!loaded.ok) throw new Error(lines(loaded.error));
  return loaded.value;
}

async function node(...args: Parameters<typeof load>): Promise<NodeSpec | undefined> {
  return (await good(...args)).nodes[0];
}

const membership = ({ nodes }: Inventory) =>
  nodes.map(({ name, groups }) => `${name}: ${groups.join(' ')}`);

// Retyped from the forms that Ansible's documentation shows.
const inYaml = `all:
  hosts:
    lone.example.net:
  children:
    compute:
      hosts:
        n1.example.net:
        n[2:3].example.net:
    storage:
      hosts:
        s[a:c].example.net:
        n1.example.net:
    east:
      children:
        compute:
    prod:
      children: { east: {} }
`;
const inIni = `lone.example.net

[compute]
n1.example.net
n[2:3].example.net

[storage]
s[a:c].example.net
n1.example.net

[east:children]
compute

[prod:children]
east
`;

describe.each([
  ['hosts.yml', inYaml],
  ['hosts', inIni],
  ['hosts.ini', inIni],
  ['hosts.yaml', inIni],
  ['hosts', inYaml],
])('%s', (name, text) => {
  test('hosts, ranges, groups of groups, and hosts in several of them', async () => {
    expect(membership(await good(name, text)).toSorted()).toEqual([
      'lone.example.net: ungrouped',
      'n1.example.net: prod storage east compute',
      'n2.example.net: prod east compute',
      'n3.example.net: prod east compute',
      'sa.example.net: storage',
      'sb.example.net: storage',
      'sc.example.net: storage',
    ]);
  });
});

test.each([
  ['n[01:05:2]', ['n01', 'n03', 'n05']],
  ['n[8:11]', ['n8', 'n9', 'n10', 'n11']],
  ['n[:2]', ['n0', 'n1', 'n2']],
  ['r[a:b]n[1:2]', ['ran1', 'ran2', 'rbn1', 'rbn2']],
  ['n[008:012:4].example.net', ['n008.example.net', 'n012.example.net']],
])('the range %s', async (pattern, names) => {
  const { nodes } = await good('hosts.yml', `all: { hosts: { "${pattern}": } }`);
  expect(nodes.map(({ name }) => name)).toEqual(names);
});

test.each([
  ['n1:2222', { name: 'n1', address: 'n1', ssh: { port: 2222 } }],
  [
    'n1 ansible_host=198.18.0.11 ansible_port=5555',
    { address: '198.18.0.11', ssh: { port: 5555 } },
  ],
  ['n1 ansible_connection=local', { connection: 'local' }],
  ['n1 ansible_connection=ssh ansible_user=me', { connection: 'ssh', ssh: { user: 'me' } }],
  ['n1 ansible_ssh_host=198.18.0.12 ansible_ssh_user=old', { address: '198.18.0.12' }],
  ['n1 ansible_become=yes ansible_become_method=sudo', { ssh: { become: true } }],
  ['n1 ansible_become=yes ansible_become_method=doas', { ssh: { become: 'doas' } }],
  [`n1 ansible_ssh_common_args='-J a@b:22,c'`, { ssh: { jump: 'a@b:22,c' } }],
  ['n1 ansible_ssh_private_key_file=~/.ssh/k', { ssh: { identity_file: '/home/me/.ssh/k' } }],
  ['n1 underlay_ip=2001:db8::1/64 underlay_interface=eth1', { underlay: { interface: 'eth1' } }],
  ['n1 note="a b" n=1 flag=True list=[1,2] # c', { vars: { note: 'a b', n: '1', flag: 'true' } }],
])('a line of INI: %s', async (line, expected) => {
  expect(await node('hosts', `${line}\n`)).toMatchObject(expected);
});

test('the stronger group speaks: the deeper one, the larger priority, the later name', async () => {
  const { nodes } = await good(
    'hosts.yml',
    `parent: { vars: { v: parent }, children: { child: { vars: { v: child }, hosts: { one: } } } }
a_group: { vars: { v: a, ansible_group_priority: 10 }, hosts: { two: , three: } }
b_group: { vars: { v: b }, hosts: { two: } }
c_group: { vars: { v: c, ansible_group_priority: 10 }, hosts: { three: { } } }`,
  );
  expect(nodes.map(({ name, vars }) => `${name} ${vars['v']}`)).toEqual([
    'one child',
    'two a',
    'three c',
  ]);
});

test('files beside an inventory are stronger than its groups, and weaker than its hosts', async () => {
  const text =
    'all: { vars: { v: 0 }, children: { g: { vars: { v: 1 }, hosts: { a: , b: { v: 9 } } } } }';
  const { nodes } = await good('hosts.yml', text, {
    'group_vars/all.yml': 'v: 2\nw: all\nx: all\n',
    'group_vars/g/two.yml': 'w: two\n',
    'group_vars/g/one': '---\nw: one\n',
    'host_vars/b.json': '{ "x": "b" }',
  });
  expect(nodes.map(({ vars }) => vars)).toEqual([
    { v: '2', w: 'two', x: 'all' },
    { v: '9', w: 'two', x: 'b' },
  ]);
});

test('mistakes in files beside an inventory are told at their place', async () => {
  const { loaded, folder } = await load('hosts', 'n1\n', {
    'group_vars/all.yml': '- v: 1\n',
    'host_vars/n1.yml': 'a: 1\na: 2\n',
    'host_vars/other.yml': '[',
  });
  const places = loaded.ok ? [] : loaded.error.map((error) => 'place' in error && error.place);
  expect(places).toEqual([
    { file: join(folder, 'group_vars/all.yml'), line: 1, column: 1 },
    { file: join(folder, 'host_vars/n1.yml'), line: 2, column: 1 },
  ]);
});

test('what is left out is said, once for all hosts', async () => {
  const args = '-o StrictHostKeyChecking=no -o "UserKnownHostsFile=kh" -C';
  const { remarks, nodes } = await good(
    'hosts.yml',
    `all: { vars: { ansible_ssh_common_args: '${args}' }, hosts: { "n[1:3]": }, host: { n4: } }
_anchors: [1]`,
    { 'group_vars/all/vault.yml': '$ANSIBLE_VAULT;1.1;AES256\n6162\n' },
  );
  expect(remarks?.map(({ cause }) => cause)).toEqual([
    'this file is encrypted with Ansible Vault, and left out',
    '`stricthostkeychecking no` of `ansible_ssh_common_args` is left out',
    '`-C` of `ansible_ssh_common_args` is left out',
    '`host` means nothing in the group `all`',
    '`_anchors` is no group',
  ]);
  expect(nodes.map(({ ssh }) => ssh.known_hosts?.endsWith('/kh'))).toEqual([true, true, true]);
});

test.each([
  '-o UserKnownHostsFile=kh',
  '-oUserKnownHostsFile=kh',
  "-o 'UserKnownHostsFile kh'",
  '-o userknownhostsfile=\\"kh\\"',
])('a file of host keys: %s', async (args) => {
  const found = await node(
    'hosts.yml',
    `all: { vars: { ansible_ssh_extra_args: "${args}" }, hosts: { n1: } }`,
  );
  expect(found?.ssh.known_hosts).toMatch(/\/kh$/);
});

test('passwords and built-in names are no variables of playbooks', async () => {
  const line = 'n1 ansible_password=x ansible_become_password=x name=x address=x free=x';
  expect((await node('hosts', `${line}\n`))?.vars).toEqual({ free: 'x' });
});

test('only the variables that a play names are kept, and one that cannot be used is refused', async () => {
  const inventory = await good(
    'hosts.yml',
    `all: { hosts: { n1: { a: 1, b: 2, c: "{{ a }}", d: !vault x } } }`,
  );
  const play = (name: string) => {
    const read = playOf(`- { name: p, tasks: [{ ovs_external_ids: { k: "{{ ${name} }}" } }] }`);
    if (typeof read === 'string') throw new Error(read);
    return read;
  };
  expect(withUsedVariables(inventory, play('a')).nodes[0]?.vars).toEqual({ a: '1' });
  const said = ['a', 'c', 'd', 'f'].map((name) =>
    lines(disagreements(play(name), inventory, ['n1'])),
  );
  expect(said).toEqual([
    '',
    '1:38 `c` cannot be used: it is a Jinja expression, and none is evaluated here | write the value itself\n',
    '1:59 `d` cannot be used: it is encrypted with Ansible Vault | write a value that anybody may read\n',
    expect.stringContaining('`{{ f }}` is defined nowhere for n1'),
  ]);
});

test('a long chain of groups is no recursion', async () => {
  const chain = Array.from({ length: 20_000 }, (_, at) => `[g${at}:children]\ng${at + 1}\n`);
  const { nodes } = await good('hosts', `${chain.join('')}[g20000]\nn1\n`);
  expect(nodes[0]?.groups.length).toBe(20_001);
});
