import { expect, test } from 'vitest';
import { counted, heardSince, since } from '../../../src/engine/read/counters.ts';
import { fleetOf } from '../../../src/engine/read/fleet.ts';
import type { Tunnel } from '../../../src/model/facts.ts';
import { ok } from '../../../src/model/result.ts';
import { tunnelFindings } from '../../../src/tasks/ovn-tunnels.ts';
import { spec } from '../../support/builders.ts';
import { facts } from '../../support/facts.ts';
import { movedNode, tunnel as between } from '../../support/fleet.ts';

const tunnel: Tunnel = {
  port: 'ovn-micro02-0',
  id: 'micro02@198.19.0.12',
  chassis: 'micro02',
  remoteIp: '198.19.0.12',
  localIp: null,
  ofport: 1,
  error: null,
  egress: 'eth1',
  received: 7,
  sent: 0,
  bfd: null,
  secured: false,
};

const read = (...tunnels: readonly Tunnel[]) => ({
  spec: spec(1),
  facts: { ok: true, value: { ...facts(), tunnels } } as const,
});

const sentSince = (then: number, now: number): readonly (number | undefined)[] => {
  const before = counted([read({ ...tunnel, sent: then })], 'sent');
  const { facts } = since(before, 'sent', read({ ...tunnel, sent: now }));
  return [facts.value.tunnels[0]?.sent, facts.value.tunnels[0]?.received];
};

test.each([
  ['what was sent before does not count', 50, 50, 0],
  ['what was sent since does', 50, 58, 8],
  ['a port that was made anew counts from 0', 50, 8, 8],
])('%s', (_name, then, now, sent) => {
  expect(sentSince(then, now)).toEqual([sent, 7]);
});

test('a port that was not there counts from 0', () => {
  const { facts } = since(counted([read()], 'sent'), 'sent', read({ ...tunnel, sent: 9 }));
  expect(facts.value.tunnels[0]?.sent).toBe(9);
});

test('what was received between two looks is told beside all that was', () => {
  const { facts } = heardSince([read(tunnel)], read({ ...tunnel, received: 10 }));
  expect(facts.value.tunnels[0]).toMatchObject({ received: 10, heard: 3 });
  const { facts: anew } = heardSince([read(tunnel)], read({ ...tunnel, received: 2 }));
  expect(anew.value.tunnels[0]?.heard).toBe(2);
});

/** Node `from`, with so many packets sent to `to`, and received from it. */
function end(from: number, to: number, sent: number, received: number) {
  const { spec, facts } = movedNode(from, { tunnels: [between(from, to, { sent, received })] });
  return { spec, facts: ok(facts) };
}

test('what was sent to a former port proves nothing against the new one', () => {
  const reads = [end(1, 2, 900, 7), end(2, 1, 7, 0)];
  const told = (counted: typeof reads) =>
    tunnelFindings(fleetOf(counted, [])).map(({ problem }) => problem.kind);
  expect(told(reads)).toEqual(['tunnel-one-way']);
  expect(told(reads.map((each) => since(counted(reads, 'sent'), 'sent', each)))).toEqual([
    'tunnel-unproven',
  ]);
});
