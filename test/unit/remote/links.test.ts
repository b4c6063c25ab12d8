import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linksQuestion, type Links } from '../../../src/remote/links/question.ts';
import { answered } from '../../../src/remote/question.ts';

function output(name: string, stream: 'stdout' | 'stderr'): string {
  return readFileSync(
    new URL(`../../fixtures/links/${name}/${stream}.txt`, import.meta.url),
    'utf8',
  );
}

function read(stdout: string, stderr: string): Links {
  const links = answered(linksQuestion, 'b0undary', { exit: 0, stdout, stderr });
  return links.ok ? links.value : new Map();
}

function links(name: string, edit = (text: string) => text) {
  return read(edit(output(name, 'stdout')), output(name, 'stderr'));
}

describe('the kinds and speeds of NICs', () => {
  test('as a network namespace prints them: captured', () => {
    expect(Object.fromEntries(links('lab'))).toEqual({
      lo: { type: 'loopback', speed: null },
      br0: { type: 'bridge', speed: null },
      eth0: { type: 'veth', speed: 10_000 },
      eth0p: { type: 'veth', speed: 10_000 },
    });
  });

  // Written by hand as iproute2 prints it: the kernel of the lab has no bonds.
  test('a VLAN on a bond of two ports', () => {
    expect(Object.fromEntries(links('vlan-on-bond'))).toMatchObject({
      enp65s0f0: { type: 'physical', speed: 25_000 },
      enp65s0f1: { type: 'physical', speed: null },
      eno2: { type: 'physical', speed: null },
      bond0: { type: 'bond', speed: 25_000 },
      'bond0.19': { type: 'vlan', speed: 25_000 },
      'br-int': { type: 'openvswitch', speed: null },
    });
  });

  test('a kind that is no word is unknown: it goes into comments', () => {
    const edit = (text: string) => text.replace('"vlan"', '"vlan\\nnodes:"');
    expect(links('vlan-on-bond', edit).get('bond0.19')?.type).toBe('unknown');
  });

  test('a node that has no ip, or prints something else, says nothing', () => {
    expect(links('lab', (text) => text.replace('end 0', 'end 127')).size).toBe(0);
    expect(links('lab', (text) => text.replace('[{', '{')).size).toBe(0);
    expect(read('', '').size).toBe(0);
  });

  test('whatever a node prints, nothing is thrown', () => {
    const stdout = output('vlan-on-bond', 'stdout');
    fc.assert(
      fc.property(fc.nat(), fc.nat(100), fc.string({ unit: 'binary' }), (at, size, piece) => {
        const from = at % stdout.length;
        const text = stdout.slice(0, from) + piece + stdout.slice(from + size);
        for (const { type } of read(text, '').values()) expect(type).toMatch(/^[\w-]+$/);
      }),
    );
  });
});
