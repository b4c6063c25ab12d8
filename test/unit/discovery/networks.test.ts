import { expect, test } from 'vitest';
import { networksOf, socketsOf, type Interfaces } from '../../../src/discovery/networks.ts';

const mac = '02:00:00:00:00:01';
const v4 = (address: string, internal = false) => {
  return { address, netmask: '', family: 'IPv4', mac, internal, cidr: `${address}/24` } as const;
};
const v6 = (address: string, internal = false) => {
  const cidr = `${address}/64`;
  return { address, netmask: '', family: 'IPv6', mac, internal, cidr, scopeid: 0 } as const;
};

const interfaces: Interfaces = {
  lo: [v4('127.0.0.1', true), v6('::1', true)],
  eth0: [v6('fe80::1'), v4('198.18.0.254'), v4('198.18.1.254'), v6('2001:db8::254')],
  eth1: [v6('fe80::2'), v6('2001:db8:1::254')],
  veth7: [v6('fe80::3')],
  down: [],
};

test('each interface is asked once: over IPv4, over IPv6 where there is nothing else', () => {
  expect(socketsOf(interfaces)).toEqual([
    { interface: '198.18.0.254', bind: '0.0.0.0' },
    { type: 'udp6', ip: 'ff02::fb', interface: '::%eth1', bind: '::' },
  ]);
});

test('the networks of this machine are those of all its addresses but loopback', () => {
  expect(networksOf(interfaces).map(({ text }) => text)).toEqual([
    'fe80::1/64',
    '198.18.0.254/24',
    '198.18.1.254/24',
    '2001:db8::254/64',
    'fe80::2/64',
    '2001:db8:1::254/64',
    'fe80::3/64',
  ]);
});
