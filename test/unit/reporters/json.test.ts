import pc from 'picocolors';
import { expect, test } from 'vitest';
import { exitCode } from '../../../src/cli/exit-code.ts';
import { parseAddress } from '../../../src/model/address.ts';
import { factsObject } from '../../../src/reporters/facts-json.ts';
import { hostsJson, json } from '../../../src/reporters/json.ts';
import { documentSchemas } from '../../../src/schemas.ts';
import { modelFleet, ovnFleet } from '../../simulator/fleet.ts';
import { runOn } from '../../support/builders.ts';
import { documentFaults } from '../../support/documents.ts';
import { facts, nic } from '../../support/facts.ts';

const style = {
  colors: pc.createColors(false),
  columns: 80,
  verbose: false,
  diff: false,
  quiet: false,
  target: 'inventory.yaml',
  words: [],
  end: { at: 0, seconds: 0 },
};

async function documentOf(command: 'plan' | 'facts', version: string | null): Promise<unknown> {
  const fleet = version === null ? modelFleet(2) : ovnFleet(2, { version });
  const report = await runOn(fleet, command);
  const text = await json(report, exitCode(report), style);
  expect(documentFaults(text)).toEqual([]);
  return JSON.parse(text);
}

test('the strategy and its stages stand beside the changes', async () => {
  const nodes = ['micro01', 'micro02'];
  expect(await documentOf('plan', '25.03.1')).toMatchObject({
    strategy: 'in-place',
    stages: [
      { name: 'freeze', layer: 0, nodes },
      { name: 'southbound', layer: 0, nodes: [] },
      { name: 'move', layer: 0, nodes },
      { name: 'thaw', layer: 0, nodes },
    ],
    nodes: [{ changes: [{ key: 'ovn-encap-ip' }] }, { changes: [{ key: 'ovn-encap-ip' }] }],
  });
});

test('where nothing was planned, there are none', async () => {
  expect(await documentOf('facts', '25.03.1')).not.toHaveProperty('stages');
});

test('facts have names of their own, whatever they are called inside', () => {
  const node = facts({
    nics: [nic('eth1', ['2001:db8::11/64'])],
    external_ids: { 'ovn-encap-ip': '198.18.0.11' },
  });
  const tunnel = {
    port: 'ovn-1',
    id: 'micro02@198.19.0.12',
    chassis: 'micro02',
    remoteIp: '198.19.0.12',
    localIp: null,
    ofport: 2,
    error: null,
    egress: 'eth1',
    received: 3,
    sent: 4,
    bfd: { state: 'up', flaps: 1 },
    secured: false,
  };
  const network = { name: 'web', project: 'shop', mtu: 1500 };
  const timer = { run: 'r', owner: 'ada', secondsLeft: 7, alive: true };
  const { tunnels, timers, ovs, ...others } = factsObject({
    ...node,
    tunnels: [{ ...tunnel, heard: 1 }],
    timers: [timer],
    ovs: { ...node.ovs, flows: { current: 5, dumpMs: 6 } },
    microovn: { version: '24.03', extensions: ['x'], unread: null },
    members: [{ name: 'micro02', address: parseAddress('198.18.0.12'), isChassis: true }],
    microovnSnap: { revision: '667', held: false, refreshIn: 60 },
    lxd: { networks: [{ ...network }], projects: 'all', unread: null },
  });
  const { remoteIp: remote_ip, localIp: local_ip, ...same } = tunnel;
  expect(tunnels).toEqual([{ ...same, remote_ip, local_ip }]);
  expect(timers).toEqual([{ run: 'r', owner: 'ada', seconds_left: 7, alive: true }]);
  expect(ovs).toEqual({
    vsctl: '/usr/bin/ovs-vsctl',
    db: null,
    version: '3.1.0',
    vswitchd_answers: true,
    flows: { current: 5, dump_ms: 6 },
    external_ids: { 'ovn-encap-ip': '198.18.0.11' },
    other_config: {},
  });
  const address = { address: '2001:db8::11', prefix: 64, scope: 'global', usable: true };
  expect(others).toMatchObject({
    management_ip: '198.18.0.11',
    nics: [{ name: 'eth1', rp_filter: 0, addresses: [{ ...address, secondary: false }] }],
    ovn_version: null,
    ovn_running: false,
    system_id: 'micro01',
    microovn: { version: '24.03', extensions: ['x'], unread: null },
    members: [{ name: 'micro02', address: '198.18.0.12', is_chassis: true }],
    microovn_snap: { revision: '667', held: false, refresh_in: 60 },
    lxd: { networks: [network], projects: 'all', unread: null },
    effective: [
      { key: 'system-id', value: 'micro01', source: 'external_ids:system-id' },
      { key: 'ovn-encap-ip', value: '198.18.0.11', source: 'external_ids:ovn-encap-ip' },
    ],
  });
});

test('the names of --list-hosts are a document, too', () => {
  expect(documentFaults(hostsJson(['micro01']))).toEqual([]);
  expect(JSON.parse(hostsJson(['micro01']))).toEqual({
    format: 'mcreconcile.hosts/1',
    hosts: ['micro01'],
  });
});

test('a key that the schema does not declare, or that is not there, is a fault', () => {
  const text = hostsJson([]);
  expect(documentFaults(text.replace('"hosts"', '"nodes"'))).toHaveLength(2);
});

test('no key is anything but snake_case', () => {
  const names = Object.values(documentSchemas).flatMap(namesIn);
  expect(names.length).toBeGreaterThan(80);
  expect(names.filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))).toEqual([]);
});

/** The names of all properties of a schema and of those in it. */
function namesIn(schema: object): readonly string[] {
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null) return [];
    return [...(key === 'properties' ? Object.keys(value) : []), ...namesIn(value)];
  });
}
