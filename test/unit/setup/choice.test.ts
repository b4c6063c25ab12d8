import { describe, expect, test } from 'vitest';
import { parseAddress, parseCidr } from '../../../src/model/address.ts';
import { describe as described } from '../../../src/problems/problem.ts';
import { chosenBy, misfits, type Wanted } from '../../../src/setup/choice.ts';
import { joining } from '../../../src/setup/joining.ts';
import { spec } from '../../support/builders.ts';
import { candidatesOf, fleet, gigabit, name, nic } from './fleet.ts';

const candidates = candidatesOf(
  fleet(2, (n) => [
    [nic('eth1', [`10.1.0.${n}/24`, `2001:db8::${n}/64`]), gigabit],
    [nic('eth2', [`10.2.0.${n}/24`], { up: n === 1 }), gigabit],
  ]),
);

const auto: Wanted = { of: null, by: 'auto' };
const nicOf = (of: string | null, name: string): Wanted => ({
  of,
  by: 'interface',
  interface: name,
});

function subnet(text: string): Wanted {
  const cidr = parseCidr(text);
  if (cidr === null) throw new Error(text);
  return { of: null, by: 'subnet', subnet: cidr };
}

function address(of: string, text: string): Wanted {
  const parsed = parseAddress(text);
  if (parsed === null) throw new Error(text);
  return { of, by: 'address', address: parsed };
}

describe('what --underlay means', () => {
  test.each<[string, readonly Wanted[], readonly string[]]>([
    ['a subnet', [subnet('10.1.0.0/24')], ['micro01 eth1 10.1.0.1/24', 'micro02 eth1 10.1.0.2/24']],
    [
      'an interface',
      [nicOf(null, 'eth0')],
      ['micro01 eth0 198.18.0.11/24', 'micro02 eth0 198.18.0.12/24'],
    ],
    ['auto', [auto], ['micro01 eth1 10.1.0.1/24', 'micro02 eth1 10.1.0.2/24']],
    [
      'an interface and a subnet: both',
      [nicOf(null, 'eth1'), subnet('2001:db8::/64')],
      ['micro01 eth1 2001:db8::1/64', 'micro02 eth1 2001:db8::2/64'],
    ],
    [
      'two subnets: either',
      [subnet('10.2.0.0/24'), subnet('2001:db8::2/128')],
      ['micro01 eth2 10.2.0.1/24', 'micro02 eth1 2001:db8::2/64'],
    ],
    [
      'auto on an interface',
      [auto, nicOf(null, 'eth1')],
      ['micro01 eth1 10.1.0.1/24', 'micro02 eth1 10.1.0.2/24'],
    ],
    [
      'one node, and auto for the others',
      [auto, address('micro02', '2001:db8::2')],
      ['micro01 eth1 10.1.0.1/24', 'micro02 eth1 2001:db8::2/64'],
    ],
    ['one node only', [nicOf('micro01', 'eth2')], ['micro01 eth2 10.2.0.1/24']],
    ['what cannot serve is not taken', [nicOf(null, 'eth2')], ['micro01 eth2 10.2.0.1/24']],
  ])('%s', (_, wanted, expected) => {
    expect(chosenBy(wanted, candidates).map(name)).toEqual(expected);
  });
});

describe('a choice that is not one for each node', () => {
  const said = (wanted: readonly Wanted[]) =>
    misfits(['micro01', 'micro02'], candidates, chosenBy(wanted, candidates)).map(
      ({ nodes, problem }) => [nodes, described(problem)],
    );

  test('is none where there is one for each', () => {
    expect(said([subnet('10.1.0.0/24')])).toEqual([]);
  });

  test('selected more than one, as MicroCloud says it', () => {
    expect(said([nicOf(null, 'eth0'), nicOf('micro01', 'eth1')])).toEqual([
      [
        ['micro01'],
        {
          summary:
            'Failed to configure OVN underlay traffic: Selected more than one interface for target "micro01"',
          hint: 'choose exactly one of eth1 10.1.0.1/24, eth1 2001:db8::1/64',
        },
      ],
    ]);
  });

  test('partial, which MicroCloud lets pass: what the node has, and why it cannot serve', () => {
    expect(said([nicOf(null, 'eth2')])).toEqual([
      [
        ['micro02'],
        {
          summary:
            "Failed to configure OVN underlay traffic: Some peers don't have a selected interface",
          hint: 'choose exactly one; this node has eth0 198.18.0.12/24, eth1 10.1.0.2/24, eth1 2001:db8::2/64, eth2 10.2.0.2/24 (the NIC is down)',
        },
      ],
    ]);
  });
});

describe('nodes that join', () => {
  const [a, b, c] = [spec(1), spec(2), spec(3)];
  const without = (node: typeof a) => ({ ...node, underlay: false as const });

  test('a fleet that is as they are: nothing speaks against it', () => {
    expect(joining([a, b], [c])).toEqual([]);
    expect(joining([without(a)], [without(c)])).toEqual([]);
  });

  test('a fleet that is mixed already', () => {
    expect(joining([a, without(b)], [without(c)])).toEqual([]);
    expect(joining([a, without(b)], [c])).toEqual([]);
  });

  test('a fleet that is otherwise', () => {
    const others = ['micro01', 'micro02'];
    expect(joining([a, b], [without(c)])).toEqual([
      { nodes: ['micro03'], problem: { kind: 'mixed', others, joins: 'without' } },
    ]);
    expect(joining([without(a), { ...b, underlay: null }], [c])).toEqual([
      { nodes: ['micro03'], problem: { kind: 'mixed', others, joins: 'with' } },
    ]);
  });
});
