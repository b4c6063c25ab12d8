import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidate } from '../../../src/setup/candidate.ts';
import { proposeNics } from '../../../src/setup/proposal.ts';
import { candidatesOf, fleet, gigabit, name, nic } from './fleet.ts';

function proposed(...args: Parameters<typeof fleet>): readonly string[] {
  return proposeNics(candidatesOf(fleet(...args))).map(name);
}

const fast = { type: 'physical', speed: 25_000 };

describe('the likely choice', () => {
  test('is a network that all nodes are in, and not that of the management', () => {
    expect(proposed(2, (n) => [[nic('eth1', [`198.19.0.${n}/24`]), gigabit]])).toEqual([
      'micro01 eth1 198.19.0.1/24',
      'micro02 eth1 198.19.0.2/24',
    ]);
  });

  test('has the fastest links, by the slowest of them', () => {
    const ports = (n: number) =>
      [
        [nic('eth1', [`10.1.0.${n}/24`]), n === 1 ? fast : gigabit],
        [nic('eth2', [`10.2.0.${n}/24`]), { type: 'physical', speed: 10_000 }],
      ] as const;
    expect(proposed(2, ports)).toEqual(['micro01 eth2 10.2.0.1/24', 'micro02 eth2 10.2.0.2/24']);
  });

  test('has the largest MTU among equals', () => {
    const ports = (n: number) =>
      [
        [nic('eth1', [`10.1.0.${n}/24`]), fast],
        [nic('eth2', [`10.2.0.${n}/24`], { mtu: 9000 }), fast],
      ] as const;
    expect(proposed(1, ports)).toEqual(['micro01 eth2 10.2.0.1/24']);
  });

  test('may have another NIC on each node', () => {
    const ports = (n: number) => [[nic(`enp${n}s0`, [`10.1.0.${n}/24`]), fast]] as const;
    expect(proposed(2, ports)).toEqual([
      'micro01 enp1s0 10.1.0.1/24',
      'micro02 enp2s0 10.1.0.2/24',
    ]);
  });

  test('is of one family where racks have networks of their own', () => {
    const ports = (n: number) =>
      [
        [nic('eth1', n === 1 ? ['10.1.0.1/24', '2001:db8:1::1/64'] : ['2001:db8:2::2/64']), fast],
      ] as const;
    expect(proposed(2, ports)).toEqual([
      'micro01 eth1 2001:db8:1::1/64',
      'micro02 eth1 2001:db8:2::2/64',
    ]);
  });

  test('leaves out a node that has nothing but its management address', () => {
    const ports = (n: number) => (n === 1 ? [] : ([[nic('eth1', ['10.1.0.2/24']), fast]] as const));
    expect(proposed(2, ports)).toEqual(['micro02 eth1 10.1.0.2/24']);
  });
});

const candidate: fc.Arbitrary<Candidate> = fc.record({
  node: fc.constantFrom('a', 'b', 'c'),
  interface: fc.constantFrom('eth0', 'eth1'),
  type: fc.constant('physical'),
  address: fc.oneof(
    fc
      .tuple(fc.nat(3), fc.integer({ min: 1, max: 250 }))
      .map(([net, host]) => `10.${net}.0.${host}/24`),
    fc.integer({ min: 1, max: 250 }).map((host) => `2001:db8::${host}/64`),
  ),
  mtu: fc.constantFrom(1500, 9000),
  speed: fc.constantFrom(null, 1000, 25_000),
  management: fc.boolean(),
  unfit: fc.constantFrom(null, 'no carrier'),
});

test('law: at most one of each node, each of them fit and none the management NIC', () => {
  fc.assert(
    fc.property(fc.array(candidate, { maxLength: 12 }), (candidates) => {
      const chosen = proposeNics(candidates);
      expect(new Set(chosen.map(({ node }) => node)).size).toBe(chosen.length);
      for (const each of chosen) {
        expect(candidates).toContain(each);
        expect([each.unfit, each.management]).toEqual([null, false]);
      }
    }),
  );
});
