import type { NodeSpec } from '../model/inventory.ts';
import { declared, type Exporter, type Loss, notesOn, textOf } from './exporter.ts';
import { mapOf, type Tree, yamlOf } from './yaml.ts';

/** An inventory of Ansible in YAML; settings of groups stand with each node. */
export const ansible: Exporter = (inventory) => {
  const hosts = new Map(inventory.nodes.map((node) => [node.name, hostOf(node)]));
  const groups = groupsOf(inventory.nodes);
  const all = mapOf([
    ['hosts', hosts],
    ['children', groups.size === 0 ? undefined : groups],
  ]);
  return { text: yamlOf(new Map([['all', all]])), notes: notesOn(inventory, losses) };
};

function hostOf(node: NodeSpec): Tree {
  const { name, address, connection, ssh, vars } = node;
  const { ip, interface: nic } = declared(node);
  return mapOf([
    ['ansible_host', address === name ? undefined : address],
    ['ansible_connection', connection === 'local' ? 'local' : undefined],
    ['ansible_user', ssh.user],
    ['ansible_port', ssh.port],
    ['ansible_ssh_private_key_file', ssh.identity_file && literal(ssh.identity_file)],
    ['ansible_ssh_common_args', sshArguments(ssh)],
    ['ansible_become', ssh.become === undefined ? undefined : ssh.become !== false],
    ['ansible_become_method', ssh.become === 'doas' ? 'community.general.doas' : undefined],
    ['underlay_ip', ip && textOf(ip)],
    ['underlay_interface', nic],
    ...Object.entries(vars)
      .filter(([key]) => !isAnsibles(key))
      .map(([key, value]) => [key, literal(value)] as const),
  ]);
}

function groupsOf(nodes: readonly NodeSpec[]): ReadonlyMap<string, Tree> {
  const groups = new Map<string, Map<string, null>>();
  for (const { name, groups: own } of nodes)
    for (const group of own) groups.set(group, (groups.get(group) ?? new Map()).set(name, null));
  return new Map([...groups].map(([name, hosts]) => [name, new Map([['hosts', hosts]])]));
}

function sshArguments({ known_hosts: file, jump }: NodeSpec['ssh']): string | undefined {
  const options = [
    ...(file === undefined || isAwkward(file) ? [] : [`-o UserKnownHostsFile=${file}`]),
    ...(jump === undefined ? [] : [`-o ProxyJump=${jump}`]),
  ];
  return options.length === 0 ? undefined : options.join(' ');
}

/** OpenSSH splits the name of the file at blanks, and fills in what begins with `%`. */
function isAwkward(file: string): boolean {
  return !/^[\w./+,@~-]+$/.test(file);
}

/** Ansible takes braces for an expression. */
function literal(value: string): Tree {
  return /\{[{%#]/.test(value) ? { tag: '!unsafe', text: value } : value;
}

function isAnsibles(name: string): boolean {
  return name.startsWith('ansible_');
}

const losses: readonly Loss[] = [
  [
    'an Ansible inventory has no word for `underlay: { subnet }`',
    (node) => declared(node).subnet !== undefined,
  ],
  ['an Ansible inventory has no word for `underlay: false`', ({ underlay }) => underlay === false],
  ['an Ansible inventory has no word for `ovs`', ({ ovs }) => Object.keys(ovs).length > 0],
  ['an Ansible inventory has no word for `system_id`', ({ systemId }) => systemId !== null],
  [
    'the path of `ssh.known_hosts` has characters that OpenSSH’s options do not take',
    ({ ssh }) => ssh.known_hosts !== undefined && isAwkward(ssh.known_hosts),
  ],
  [
    'variables that begin with `ansible_` are Ansible’s own, and left out',
    ({ vars }) => Object.keys(vars).some(isAnsibles),
  ],
];
