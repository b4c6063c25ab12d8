import { expect, test } from 'vitest';
import { answersOf, type Truth } from '../support/node-outputs.ts';
import { commands, holds } from '../support/promises.ts';

const sane: Truth = {
  hostname: 'micro01',
  managementIp: '198.18.0.11',
  nics: [{ name: 'eth1', up: true, mtu: 1500, addresses: [{ text: '198.19.0.11', prefix: 24 }] }],
  external_ids: [['ovn-encap-ip', '198.18.0.11']],
  other_config: [],
  ovnVersion: null,
};

/** All of these fit into the 8 MiB that a node may print. */
const extremes: readonly (readonly [string, Partial<Truth>, Readonly<Record<string, string>>])[] = [
  ['a version of digits only', {}, { 'ovn-version': '1'.repeat(100_000) }],
  ['20,000 keys', { external_ids: many(20_000, (at) => [`k${at}`, 'v']) }, {}],
  ['200,000 keys', { external_ids: many(200_000, (at) => [`k${at}`, 'v']) }, {}],
  [
    'one huge value among many',
    { external_ids: [...many(100, (at) => [`k${at}`, 'v'] as const), ['k', 'v'.repeat(6e6)]] },
    {},
  ],
  ['an endpoint of commas', { external_ids: [['ovn-encap-ip', ','.repeat(100_000)]] }, {}],
  [
    '10,000 NICs',
    { nics: many(10_000, (at) => ({ name: `e${at}`, up: true, mtu: 1500, addresses: [] })) },
    {},
  ],
  ['NUL in the path of ovs-vsctl', {}, { vsctl: '/usr/bin/ovs\0vsctl\n' }],
  ['brackets in brackets', {}, { nics: '['.repeat(4e6), ovs: '['.repeat(2e6) }],
  ['blanks', {}, { hostname: ' '.repeat(4e6), connection: '\n'.repeat(1e6) }],
];

test.each(extremes)('%s: told in time', async (_name, differs, lies) => {
  const answers = { ...answersOf({ ...sane, ...differs }), ...lying(lies) };
  for (const command of commands) {
    // Not by the clock: other work on this machine is no hang.
    const began = process.cpuUsage();
    await holds({ answers, edits: [], end: { exit: 0, signal: null } }, command);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(4_000);
  }
});

function many<T>(count: number, make: (at: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function lying(lies: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(lies).map(([name, stdout]) => [name, { exit: 0, stdout, stderr: '' }]),
  );
}
