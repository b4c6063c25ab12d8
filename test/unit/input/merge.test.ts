import { describe, expect, test } from 'vitest';
import { goodInventory } from './support.ts';

const node = (text: string, at = 0) => {
  const found = goodInventory(text).nodes[at];
  if (found === undefined) throw new Error(`no node ${at}`);
  return found;
};

describe('merge order', () => {
  test('a node without settings has the defaults of the program', () => {
    expect(node('nodes: { micro01: }')).toEqual({
      name: 'micro01',
      address: 'micro01',
      connection: 'ssh',
      ssh: {},
      underlay: null,
      ovs: {},
      systemId: null,
      vars: {},
      groups: [],
      place: { file: 'inventory.yaml', line: 1, column: 10 },
    });
  });

  test('node over groups in the order of the file over defaults, map by map', () => {
    const { ssh, groups, vars } = node(`
defaults: { ssh: { user: d, port: 1, become: true }, vars: { a: d, b: d, c: d, d: d } }
groups:
  "9": { nodes: [micro01], ssh: { user: g9 }, vars: { b: nine, c: nine, d: nine } }
  "1": { nodes: [micro01], ssh: { user: g1 }, vars: { c: one, d: one } }
nodes: { micro01: { ssh: { port: 3 }, vars: { d: node } } }`);
    expect(ssh).toEqual({ user: 'g1', port: 3, become: true });
    expect(vars).toEqual({ a: 'd', b: 'nine', c: 'one', d: 'node' });
    expect(groups).toEqual(['9', '1']);
  });

  test('underlay: maps merge, false replaces, a map replaces false', () => {
    const { nodes } = goodInventory(`
defaults: { underlay: { subnet: 198.19.0.0/16 } }
groups:
  off: { nodes: [b, c], underlay: false }
nodes:
  a: { underlay: { interface: eth1 } }
  b: {}
  c: { underlay: { interface: eth2 } }
  d: {}`);
    const subnet = {
      address: { text: '198.19.0.0', family: 'IPv4' },
      prefix: 16,
      text: '198.19.0.0/16',
    };
    expect(nodes.map(({ underlay }) => underlay)).toEqual([
      { interface: 'eth1', subnet },
      false,
      { interface: 'eth2' },
      { subnet },
    ]);
  });

  test('scalars become text, paths are expanded, x- keys vanish', () => {
    const { vars, ssh, ovs } = node(`
nodes:
  micro01:
    x-note: 1
    vars: { x-why: z, port: 6642, on: true, text: yes }
    ssh: { identity_file: keys/id, known_hosts: ~/.ssh/kh, x-a: 1 }
    ovs: { vsctl: /snap/bin/microovn.ovs-vsctl, db: "unix:/run/db.sock", x-b: [] }`);
    expect(vars).toEqual({ port: '6642', on: 'true', text: 'yes' });
    expect(ssh).toEqual({
      identity_file: '/expanded/keys/id',
      known_hosts: '/expanded/~/.ssh/kh',
    });
    expect(ovs).toEqual({ vsctl: '/snap/bin/microovn.ovs-vsctl', db: 'unix:/run/db.sock' });
  });

  test('nodes keep the order of the file, names like numbers too', () => {
    const { nodes } = goodInventory(
      'nodes: { b: , "10": { address: x }, a: , "2": { address: y } }',
    );
    expect(nodes.map(({ name }) => name)).toEqual(['b', '10', 'a', '2']);
  });

  test('aliases and merges say the same as what they repeat, in any number of nodes', () => {
    const names = Array.from({ length: 500 }, (_, at) => `n${at}`);
    const { nodes } = goodInventory(`
x-base: &base { ssh: &ssh { user: a, port: 22 } }
nodes:
${names.map((name) => `  ${name}: { <<: *base, vars: { n: ${name} } }`).join('\n')}
  other: { ssh: { <<: *ssh, port: 23 } }
  plain: { ssh: *ssh }`);
    expect(nodes.slice(0, 500).every(({ ssh }) => ssh.user === 'a')).toBe(true);
    expect(nodes.slice(500).map(({ ssh }) => ssh)).toEqual([
      { user: 'a', port: 23 },
      { user: 'a', port: 22 },
    ]);
  });
});
