import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { linksQuestion } from '../../../src/remote/links/question.ts';
import { answered } from '../../../src/remote/question.ts';
import { candidatesOf, fit, fleet, gigabit, nic, surveyed } from './fleet.ts';

describe('what init offers', () => {
  test('each global address of each NIC, with what is known of it', () => {
    const nodes = fleet(1, () => [[nic('eth1', ['198.19.0.11/24', '2001:db8::11/64'])]]);
    expect(candidatesOf(nodes)).toEqual([
      {
        node: 'micro01',
        interface: 'eth0',
        address: '198.18.0.11/24',
        mtu: 1500,
        ...gigabit,
        management: true,
        unfit: null,
      },
      expect.objectContaining({ address: '198.19.0.11/24', type: 'unknown', speed: null }),
      expect.objectContaining({ address: '2001:db8::11/64', management: false, unfit: null }),
    ]);
  });

  test.each([
    ['the NIC is down', nic('eth1', ['198.19.0.11/24'], { up: false })],
    ['no carrier', { ...nic('eth1', ['198.19.0.11/24']), carrier: false }],
    [
      'address tentative, deprecated or a duplicate',
      nic('eth1', ['2001:db8::1/64'], { usable: false }),
    ],
    ['link-local address only', nic('eth1', ['fe80::1/64'], { scope: 'link' })],
    ['no address', nic('eth1', [])],
  ])('%s: shown, and cannot serve', (reason, port) => {
    const [, candidate] = candidatesOf(fleet(1, () => [[port, gigabit]]));
    expect(candidate).toMatchObject({ interface: 'eth1', unfit: reason });
  });

  test('a loopback address and the ports of a switch are not shown', () => {
    const lo = nic('lo', ['127.0.0.1/8'], { scope: 'host' });
    const tap = nic('tap0', ['fe80::1/64'], { scope: 'link' });
    const nodes = fleet(1, () => [[lo], [tap, { type: 'tun', speed: 10 }]]);
    expect(candidatesOf(nodes)).toHaveLength(1);
  });

  test('an address of two nodes, such as that of docker0, serves none of them', () => {
    const nodes = fleet(2, () => [[nic('docker0', ['172.17.0.1/16'])]]);
    const reasons = candidatesOf(nodes).map(({ unfit }) => unfit);
    expect(reasons).toEqual([
      null,
      'micro02 has this address, too',
      null,
      'micro01 has this address, too',
    ]);
  });

  test('VLAN and bond: the VLAN that has the address, not the bond under it nor its ports', () => {
    const folder = new URL('../../fixtures/links/vlan-on-bond/', import.meta.url);
    const [stdout = '', stderr = ''] = ['stdout.txt', 'stderr.txt'].map((file) =>
      readFileSync(new URL(file, folder), 'utf8'),
    );
    const read = answered(linksQuestion, 'b0undary', { exit: 0, stdout, stderr });
    const links = read.ok ? read.value : new Map();
    const nics = [
      nic('eno1', ['198.18.0.11/24']),
      nic('eno2', [], { up: false }),
      nic('bond0', ['fe80::2/64'], { scope: 'link', mtu: 9000 }),
      nic('bond0.19', ['198.19.0.11/24'], { mtu: 9000 }),
      nic('br-int', [], { up: false }),
    ];
    const node = {
      ...surveyed(
        'micro01',
        '198.18.0.11',
        nics.map((port) => [port]),
      ),
      links,
    };
    const candidates = candidatesOf([node]);
    expect(fit(candidates)).toEqual([
      'micro01 eno1 198.18.0.11/24',
      'micro01 bond0.19 198.19.0.11/24',
    ]);
    expect(candidates.map(({ type, unfit }) => [type, unfit])).toEqual([
      ['physical', null],
      ['physical', 'the NIC is down'],
      ['bond', 'link-local address only'],
      ['vlan', null],
    ]);
  });
});
