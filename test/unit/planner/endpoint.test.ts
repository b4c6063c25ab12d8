import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../../src/model/address.ts';
import type { NodeSpec, UnderlaySpec } from '../../../src/model/inventory.ts';
import { resolveEndpoint } from '../../../src/planner/endpoint.ts';
import { facts, nic } from '../../support/facts.ts';
import { spec } from '../../support/builders.ts';

const node = facts({
  nics: [
    nic('lo', ['127.0.0.1/8'], { scope: 'host' }),
    nic('eth0', ['198.18.0.11/24', '2001:db8:0:1::11/64']),
    nic('eth1', ['198.19.0.11/16']),
    nic('eth2', ['198.19.1.11/24', '198.19.1.12/24']),
    nic('eth3', ['198.19.3.11/24'], { up: false }),
    nic('eth4', ['2001:db8::11/64'], { usable: false }),
    { ...nic('eth5', ['198.19.5.11/24']), carrier: false },
    nic('eth6', ['198.19.1.11/24']),
  ],
});

function resolve(underlay: NodeSpec['underlay']) {
  const endpoint = resolveEndpoint(spec(1, { underlay }), node);
  return endpoint.ok ? `${endpoint.value.nic.name} ${endpoint.value.address.text}` : endpoint.error;
}

function by(ip: string | null, more: { interface?: string; subnet?: string } = {}): UnderlaySpec {
  const cidr = ip === null ? null : parseCidr(ip.includes('/') ? ip : `${ip}/0`);
  const subnet = more.subnet === undefined ? null : parseCidr(more.subnet);
  return {
    ...(cidr && { ip: { address: cidr.address, prefix: ip?.includes('/') ? cidr.prefix : null } }),
    ...(more.interface !== undefined && { interface: more.interface }),
    ...(subnet && { subnet }),
  };
}

describe('an endpoint is found by', () => {
  test.each([
    ['its address', by('198.19.0.11'), 'eth1 198.19.0.11'],
    ['address and prefix', by('198.19.0.11/16'), 'eth1 198.19.0.11'],
    ['address and NIC', by('198.19.1.12', { interface: 'eth2' }), 'eth2 198.19.1.12'],
    ['its NIC', by(null, { interface: 'eth1' }), 'eth1 198.19.0.11'],
    ['its subnet', by(null, { subnet: '2001:db8:0:1::/64' }), 'eth0 2001:db8:0:1::11'],
    [
      'NIC and subnet',
      by(null, { interface: 'eth0', subnet: '198.18.0.0/16' }),
      'eth0 198.18.0.11',
    ],
    [
      'address and the second NIC that has it',
      by('198.19.1.11', { interface: 'eth6' }),
      'eth6 198.19.1.11',
    ],
    ['its management address', false, 'eth0 198.18.0.11'],
  ] as const)('%s', (_name, underlay, found) => {
    expect(resolve(underlay)).toBe(found);
  });
});

describe('an endpoint is refused, with what the node has', () => {
  const all = [
    'eth0 198.18.0.11/24',
    'eth0 2001:db8:0:1::11/64',
    'eth1 198.19.0.11/16',
    'eth2 198.19.1.11/24',
    'eth2 198.19.1.12/24',
    'eth3 198.19.3.11/24',
    'eth4 2001:db8::11/64',
    'eth5 198.19.5.11/24',
    'eth6 198.19.1.11/24',
  ];
  test.each([
    ['on no NIC', by('198.19.0.99'), { kind: 'address-missing', found: all }],
    [
      'on another NIC',
      by('198.19.0.11', { interface: 'eth2' }),
      { kind: 'address-elsewhere', interface: 'eth1', expected: 'eth2' },
    ],
    [
      'no such NIC',
      by(null, { interface: 'eth9' }),
      {
        kind: 'interface-missing',
        found: ['lo', 'eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'eth5', 'eth6'],
      },
    ],
    [
      'its address, but no such NIC',
      by('198.19.0.11', { interface: 'eth9' }),
      { kind: 'interface-missing', interface: 'eth9' },
    ],
    ['another prefix', by('198.19.0.11/24'), { kind: 'prefix-mismatch', declared: 24, actual: 16 }],
    [
      'nothing in the subnet',
      by(null, { subnet: '10.0.0.0/8' }),
      { kind: 'no-candidate', wanted: '10.0.0.0/8', found: all },
    ],
    [
      'nothing global on the NIC',
      by(null, { interface: 'lo' }),
      { kind: 'no-candidate', wanted: 'lo', found: all },
    ],
    [
      'nothing in the subnet on the NIC',
      by(null, { interface: 'eth1', subnet: '10.0.0.0/8' }),
      { kind: 'no-candidate', wanted: 'eth1 in 10.0.0.0/8' },
    ],
    [
      'several on the NIC',
      by(null, { interface: 'eth2' }),
      { kind: 'several-candidates', found: ['eth2 198.19.1.11/24', 'eth2 198.19.1.12/24'] },
    ],
    [
      'several in the subnet',
      by(null, { subnet: '198.19.0.0/16' }),
      { kind: 'several-candidates' },
    ],
    ['NIC down', by('198.19.3.11'), { kind: 'interface-down', interface: 'eth3' }],
    ['NIC without a carrier', by('198.19.5.11'), { kind: 'no-carrier', interface: 'eth5' }],
    ['duplicate or tentative', by('2001:db8::11'), { kind: 'address-unusable', interface: 'eth4' }],
    ['nothing declared', null, { kind: 'underlay-undeclared' }],
  ] as const)('%s', (_name, underlay, problem) => {
    expect(resolve(underlay)).toMatchObject(problem);
  });

  test('a management address that nobody knows', () => {
    const local = { ...node, managementIp: null };
    const at = (address: string) => resolveEndpoint(spec(1, { underlay: false, address }), local);
    expect(at('host.example')).toEqual({ ok: false, error: { kind: 'management-unknown' } });
    expect(at('198.18.0.11')).toMatchObject({ ok: true, value: { nic: { name: 'eth0' } } });
  });

  test('a management address that no NIC has, behind NAT for instance', () => {
    const behind = facts({ managementIp: '198.18.0.200', nics: [nic('eth0', ['198.18.0.11/24'])] });
    const endpoint = resolveEndpoint(spec(1, { underlay: false }), behind);
    expect(endpoint).toMatchObject({ error: { kind: 'address-missing', address: '198.18.0.200' } });
  });
});
