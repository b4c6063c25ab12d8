import { expect, test } from 'vitest';
import type { Tunnel } from '../../../src/model/facts.ts';
import { factsText } from '../../../src/reporters/facts-text.ts';
import { table } from '../../../src/reporters/table.ts';
import { facts } from '../../support/facts.ts';

test('columns stand under each other, two blanks apart', () => {
  const rows = [
    ['NIC', 'STATE', ''],
    ['eth0', 'no carrier', ''],
    ['lo', 'up', 'x'],
  ];
  expect(table(rows)).toEqual(['NIC   STATE', 'eth0  no carrier', 'lo    up          x']);
});

test('a cell is made safe for the terminal, and one that is cut ends in …', () => {
  expect(table([['\u001b[2J', 'y'.repeat(101)]])).toEqual([`\\x1b[2J  ${'y'.repeat(100)}…`]);
});

const tunnel: Tunnel = {
  port: 'ovn-1',
  id: null,
  chassis: null,
  remoteIp: '198.19.0.12',
  localIp: null,
  ofport: 1,
  error: null,
  egress: 'eth1',
  received: 1,
  sent: 2,
  bfd: null,
  secured: false,
};

test('facts show every tunnel, NIC and key', () => {
  const numbers = Array.from({ length: 127 }, (_, at) => at);
  const node = facts({
    external_ids: Object.fromEntries(numbers.map((n) => [`key${n}`, 'value'])),
  });
  const [nic] = node.nics;
  if (nic === undefined) throw new Error('no NIC');
  const text = factsText({
    ...node,
    nics: numbers.map((n) => ({ ...nic, name: `nic${n}` })),
    tunnels: numbers.map((n) => ({ ...tunnel, port: `port${n}` })),
  });
  for (const shown of [/external_ids:key\d+ /g, /nic\d+ /g, /port\d+ /g])
    expect(text.match(shown)).toHaveLength(127);
});
