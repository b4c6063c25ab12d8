import { expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/address.ts';
import type { NodeFacts } from '../../../src/model/facts.ts';
import type { Membership } from '../../../src/model/membership.ts';
import { type Acquaintance, suspicions } from '../../../src/setup/acquaintance.ts';
import { facts } from '../../support/facts.ts';

const absent = { outcome: 'absent' } as const;
const alone: Membership = { southbound: absent, microovn: absent, microcloud: absent, lxd: absent };

function listed(...names: readonly string[]): Membership {
  const rows = names.map((name) => ({ name, address: '198.18.0.1' }));
  return { ...alone, microovn: { outcome: 'answered', rows } };
}

function met(name: string, more: Partial<NodeFacts> = {}, membership = alone): Acquaintance {
  const member = { name, addresses: [], chassis: name, sources: [] };
  const own = { ...facts(), hostname: name, systemId: name, ...more };
  return { member, address: '198.18.0.1', facts: own, membership };
}

const kinds = (reached: readonly Acquaintance[], first = alone) =>
  suspicions(reached, first).map(({ nodes, problem }) => [problem.kind, ...nodes]);

test('nothing is odd about members that are who they are said to be', () => {
  expect(kinds([met('micro01'), met('micro02')])).toEqual([]);
});

test('another system-id is another host', () => {
  expect(kinds([met('micro01', { systemId: 'micro02' })])).toEqual([
    ['member-elsewhere', 'micro01'],
  ]);
});

test('where nobody knows the chassis, the host name tells', () => {
  const unknown = (hostname: string): Acquaintance => {
    const each = met('micro01', { hostname, systemId: 'd7e7' });
    return { ...each, member: { ...each.member, chassis: null } };
  };
  expect(kinds([unknown('micro01.example.net')])).toEqual([]);
  expect(kinds([unknown('micro02')])).toEqual([['member-elsewhere', 'micro01']]);
});

test('a member that knows another cluster is told, with both answers', () => {
  const first = listed('micro01', 'micro02');
  const [finding] = suspicions(
    [met('micro01', {}, first), met('micro02', {}, listed('micro02', 'micro03'))],
    first,
  );
  expect(finding).toEqual({
    nodes: ['micro02'],
    problem: {
      kind: 'members-disagree',
      source: 'microovn',
      first: 'micro01',
      other: 'micro02',
      onlyFirst: ['micro01 (198.18.0.1)'],
      onlyOther: ['micro03 (198.18.0.1)'],
    },
  });
});

test('one that does not say is no other opinion', () => {
  const first = listed('micro01');
  expect(kinds([met('micro01', {}, first), met('micro02')], first)).toEqual([]);
});

test('a member outside the subnet of the others is told', () => {
  expect(kinds([at('micro01', '198.18.0.1'), at('micro02', '198.18.0.2')])).toEqual([]);
  expect(
    kinds([at('micro01', '198.18.0.1'), at('micro02', '198.18.0.2'), at('micro03', '10.0.0.3')]),
  ).toEqual([['member-outside-subnet', 'micro03']]);
  // Where each has a subnet of its own, none is the odd one.
  expect(kinds([at('micro01', '10.0.1.1'), at('micro02', '10.0.2.1')])).toEqual([]);
});

function at(name: string, text: string): Acquaintance {
  const address = parseAddress(text);
  const [nic] = facts().nics;
  const [held] = nic?.addresses ?? [];
  if (address === null || nic === undefined || held === undefined) throw new Error('no NIC');
  const nics = [{ ...nic, addresses: [{ ...held, address, prefix: 24 }] }];
  return met(name, { managementIp: address, nics });
}
