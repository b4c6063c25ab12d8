import { expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { NodeFacts, Tunnel } from '../../../src/model/facts.ts';
import { keepTunnels } from '../../../src/ovs/keep-tunnels.ts';
import { facts } from '../../support/facts.ts';

const tunnel = (port: string, differs: Partial<Tunnel> = {}): Tunnel => ({
  port,
  id: 'micro02@198.19.0.12',
  chassis: 'micro02',
  remoteIp: '198.18.0.12',
  localIp: null,
  ofport: 3,
  error: null,
  egress: 'eth0',
  received: 0,
  sent: 0,
  bfd: null,
  secured: false,
  ...differs,
});

const node = (endpoint: string, tunnels: readonly Tunnel[]): NodeFacts => ({
  ...facts({ external_ids: { 'ovn-encap-ip': endpoint }, ovnVersion: '23.03.1' }),
  tunnels,
});

const change = (key: string, after: string | null): Change => ({
  table: 'Open_vSwitch',
  column: 'external_ids',
  key,
  before: null,
  after,
});

const begins = change('ovn-set-local-ip', 'true');
const own = 'options:local_ip="198.18.0.11"';

test('every tunnel of ovn-controller gets the own endpoint as its source', () => {
  const tunnels = [tunnel('ovn-micro0-0'), tunnel('ovn2-a.b_c-1f')];
  expect(keepTunnels(node('198.18.0.11', tunnels), [begins])).toEqual([
    ['--if-exists', 'set', 'Interface', 'ovn-micro0-0', own],
    ['--if-exists', 'set', 'Interface', 'ovn2-a.b_c-1f', own],
  ]);
});

test('the value stands there as OVN will write it, letter for letter', () => {
  const [command] = keepTunnels(node('2001:DB8::11', [tunnel('ovn-a-0')]), [begins]);
  expect(command?.at(-1)).toBe('options:local_ip="2001:DB8::11"');
});

test.each([
  ['somebody else made', { chassis: null }],
  ['has a source', { localIp: '198.18.0.11' }],
  ['has an odd name', { port: 'ovn-a -- destroy Bridge br-int' }],
  ['has a name like an option', { port: '--all' }],
])('one that %s is left alone', (_, differs) => {
  expect(keepTunnels(node('198.18.0.11', [tunnel('ovn-a-0', differs)]), [begins])).toEqual([]);
});

test.each([
  ['no change', '198.18.0.11', []],
  ['a list of endpoints', '198.18.0.11,198.19.0.11', [begins]],
  ['no endpoint', '', [begins]],
  ['a move', '198.18.0.11', [begins, change('ovn-encap-ip', '198.19.0.11')]],
  ['another key', '198.18.0.11', [change('ovn-encap-tos', 'inherit')]],
  ['the end of sources', '198.18.0.11', [change('ovn-set-local-ip', null)]],
])('nothing with %s', (_, endpoint, changes) => {
  expect(keepTunnels(node(endpoint, [tunnel('ovn-a-0')]), changes)).toEqual([]);
});
