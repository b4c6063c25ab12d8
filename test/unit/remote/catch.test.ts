import { expect, test } from 'vitest';
import { compileWrite } from '../../../src/remote/write/compile.ts';
import { catchQuestion } from '../../../src/remote/catch/question.ts';
import { parseTunnels } from '../../../src/remote/facts/tunnels.ts';
import { revertScript } from '../../../src/remote/timer/revert.ts';
import { facts } from '../../support/facts.ts';
import { tunnel } from '../../support/fleet.ts';

const { ovs } = facts();
const ends = (remoteIp: string) => ({ id: `b@${remoteIp}`, remoteIp, localIp: null });

function flows(before: string, after: string, ofport: number | null = 7): string | undefined {
  const tunnels = [{ ...tunnel(1, 2), port: 'ovn-b-0', ofport }];
  const move = { port: 'ovn-b-0', before: ends(before), after: ends(after) };
  const { script } = catchQuestion({ ...facts(), tunnels }, [move]);
  return /^flows=(.*)$/m.exec(script)?.[1]?.replaceAll(/['\\]/g, '');
}

test.each([
  [
    'both addresses of a peer lead to its tunnel',
    ['198.18.0.12', '198.19.0.12'],
    'tun_src=198.18.0.12,actions=resubmit(7,0) tun_src=198.19.0.12,actions=resubmit(7,0)',
  ],
  [
    'of one that stays, its one',
    ['fd00::2', 'fd00::2'],
    'tun_ipv6_src=fd00::2,actions=resubmit(7,0)',
  ],
  ['what is no address makes no flow', ['flow', 'x,actions=normal'], ''],
] as const)('%s', (_name, [before, after], expected) => {
  expect(flows(before, after)).toBe(expected);
});

test.each([null, -1])('a tunnel without a port (%s) gets no flow', (ofport) => {
  expect(flows('198.18.0.12', '198.19.0.12', ofport)).toBe('');
});

test('the port stands on the bridge that OVN uses, in the database that was found', () => {
  const external_ids = { 'ovn-bridge': 'br-ovn' };
  const other = { ...ovs, db: 'unix:/x', columns: { ...ovs.columns, external_ids } };
  expect(catchQuestion({ ...facts(), ovs: other }, []).script).toMatch(
    /^db=.*unix.*\nbridge=br-ovn$/m,
  );
  expect(catchQuestion(facts(), []).script).toMatch(/^bridge=br-int$/m);
});

test.each([
  ['ovn-encap-type', null, true],
  ['ovn-encap-type-micro01', null, true],
  ['ovn-encap-type', 'geneve', false],
  ['ovn-encap-ip', null, false],
])('with %s, which was %s, the port goes: %s', (key, before, goes) => {
  const change = {
    table: 'Open_vSwitch',
    column: 'external_ids',
    key,
    before,
    after: 'geneve',
  } as const;
  const words = compileWrite(ovs, { changes: [change], holds: [], tunnels: [] }).join(' ');
  expect(words.endsWith(' -- --if-exists del-port mcreconcile')).toBe(goes);
});

test('a timer takes it away first, also where it puts back nothing else', () => {
  const timer = { run: 'r1', owner: 'ada', seconds: 9 };
  const undo = { column: 'external_ids', key: 'k', ours: ['a'], back: null } as const;
  expect(revertScript(ovs, { ...timer, undo: [] })).toContain(
    ' -- --if-exists del-port mcreconcile) || return',
  );
  expect(revertScript(ovs, { ...timer, undo: [undo] })).toContain(
    ' -- --if-exists del-port mcreconcile -- --if-exists get ',
  );
});

test('it is no tunnel', () => {
  const headings = ['name', 'options', 'status', 'statistics', 'bfd', 'bfd_status'];
  const rest = headings.slice(1).map(() => ['map', []]);
  const data = ['mcreconcile', 'foreign'].map((name) => [name, ...rest]);
  const ports = JSON.stringify({ headings: ['name', 'external_ids'], data: [] });
  const parsed = parseTunnels([JSON.stringify({ headings, data })], ports);
  expect(parsed.ok && parsed.value.map(({ port }) => port)).toEqual(['foreign']);
});
