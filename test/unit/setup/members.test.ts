import { describe, expect, test } from 'vitest';
import type { ChassisRow, ClusterRow, Membership } from '../../../src/model/membership.ts';
import { describe as sentences, isError } from '../../../src/problems/problem.ts';
import { rosterOf } from '../../../src/setup/members.ts';

const absent = { outcome: 'absent' } as const;
const nobody: Membership = {
  southbound: absent,
  microovn: absent,
  microcloud: absent,
  lxd: absent,
};

function answer<Row>(...rows: readonly Row[]) {
  return { outcome: 'answered', rows } as const;
}

function chassis(name: string, more: Partial<ChassisRow> = {}): ChassisRow {
  return {
    name,
    hostname: name,
    endpoints: [`198.18.0.${Number(name.slice(-2)) || 99}`],
    foreign: null,
    ...more,
  };
}

function row(name: string, address = `198.18.0.${Number(name.slice(-2)) || 99}`): ClusterRow {
  return { name, address };
}

function roster(membership: Partial<Membership>) {
  const { members, odd } = rosterOf({ ...nobody, ...membership });
  return { members, odd, said: odd.map((problem) => sentences(problem).summary) };
}

describe('the members of a cluster', () => {
  test('of plain OVN are its chassis: by hostname, else by endpoint', () => {
    const uuid = 'd7e7c9e4-3f5b-4c2f-8a51-0f6dd0b6a111';
    const { members, odd } = roster({
      southbound: answer(chassis('micro10', { name: uuid }), chassis('micro02')),
    });
    expect(odd).toEqual([]);
    expect(members).toEqual([
      {
        name: 'micro02',
        addresses: ['micro02', '198.18.0.2'],
        chassis: 'micro02',
        sources: ['southbound'],
      },
      {
        name: 'micro10',
        addresses: ['micro10', '198.18.0.10'],
        chassis: uuid,
        sources: ['southbound'],
      },
    ]);
  });

  test('are joined by chassis name, with the management address of the cluster', () => {
    const { members, odd } = roster({
      southbound: answer(chassis('micro01', { endpoints: ['198.19.0.1'] })),
      microovn: answer(row('micro01')),
      microcloud: answer(row('micro01')),
      lxd: answer(row('micro01', '198.18.9.1')),
    });
    expect(odd).toEqual([]);
    expect(members).toEqual([
      {
        name: 'micro01',
        addresses: ['198.18.0.1'],
        chassis: 'micro01',
        sources: ['southbound', 'microovn', 'microcloud', 'lxd'],
      },
    ]);
  });

  test('are those of MicroOVN where the southbound database cannot be read', () => {
    const { members, said } = roster({
      southbound: { outcome: 'failed', reason: 'no ovn-remote is set' },
      microovn: answer(row('micro01')),
    });
    expect(members).toMatchObject([{ name: 'micro01', chassis: 'micro01' }]);
    expect(said).toEqual([expect.stringContaining('no ovn-remote is set')]);
  });

  test('have one name where the sources have several, and it is told', () => {
    const { members, said } = roster({
      southbound: answer(chassis('uuid01', { hostname: 'host01.example.net' })),
      microovn: answer(row('uuid01', '198.18.0.1')),
      lxd: answer(row('node01', '198.18.0.1')),
    });
    expect(members).toMatchObject([{ name: 'uuid01', sources: ['southbound', 'microovn', 'lxd'] }]);
    expect(said).toEqual([
      'one host has several names, uuid01 and node01 and host01.example.net: uuid01 is taken',
    ]);
  });

  test('are found by endpoint where no name helps', () => {
    const { members } = roster({
      southbound: answer(chassis('d7e7', { hostname: 'x', endpoints: ['198.18.0.1'] })),
      lxd: answer(row('node01', '198.18.0.1')),
    });
    expect(members).toMatchObject([{ name: 'node01', chassis: 'd7e7' }]);
  });

  test('are 200 without a word', () => {
    const names = Array.from({ length: 200 }, (_, at) => `micro${at + 100}`);
    const { members, odd } = roster({
      southbound: answer(
        ...names.map((name, at) => chassis(name, { endpoints: [`10.0.0.${at}`] })),
      ),
      microovn: answer(...names.map((name, at) => row(name, `10.0.0.${at}`))),
    });
    expect(members.map(({ name }) => name)).toEqual(names);
    expect(odd).toEqual([]);
  });
});

describe('who is left out is told', () => {
  const southbound = answer(chassis('micro01'), chassis('micro09'));

  test('a member without OVN, and a chassis without a member', () => {
    const { members, said, odd } = roster({
      southbound,
      microovn: answer(row('micro01')),
      microcloud: answer(row('micro01'), row('store02')),
    });
    expect(members).toMatchObject([{ name: 'micro01' }]);
    expect(said).toEqual([
      expect.stringMatching(/^chassis micro09 \(198.18.0.9\) is no member of the cluster/),
      'store02 is a member of MicroCloud, and no chassis: it is left out',
    ]);
    expect(odd.some(isError)).toBe(false);
  });

  test.each(['is-remote', 'is-interconn', 'is-vtep'])('a chassis that is %s', (foreign) => {
    const { members, said } = roster({
      southbound: answer(chassis('micro01'), chassis('far', { foreign })),
    });
    expect(members).toHaveLength(1);
    expect(said).toEqual([`chassis far is left out: OVN marks it ${foreign}`]);
  });
});

describe('what speaks against the whole', () => {
  test('two members with one name', () => {
    const { odd, said } = roster({
      microovn: answer(row('micro01'), row('MICRO01', '198.18.0.77')),
    });
    expect(odd.some(isError)).toBe(true);
    expect(said[0]).toBe('MicroOVN has two members micro01: 198.18.0.1 and 198.18.0.77');
  });

  test.each(['https://198.18.0.1', 'a\u001b[2Jb', '-oProxyCommand=x', '', 'a b', '../a'])(
    'a member whose name is %j',
    (name) => {
      const { odd, said } = roster({ microovn: answer(row(name, '198.18.0.1')) });
      expect(odd.some(isError)).toBe(true);
      expect(said).toContain(`MicroOVN has a member whose name is ${JSON.stringify(name)}`);
    },
  );

  test.each(['', 'https://[', '198.18.0', '-p22', '198.18.0.1/24'])(
    'a member whose address is %j',
    (address) => {
      const { odd } = roster({ lxd: answer(row('micro01', address)) });
      expect(odd).toContainEqual({
        kind: 'member-odd',
        what: 'address',
        text: address,
        source: 'lxd',
      });
    },
  );

  test('a chassis that nothing leads to', () => {
    const { odd } = roster({
      southbound: answer(chassis('micro01', { hostname: '-x', endpoints: ['nowhere at all'] })),
    });
    expect(odd.some(isError)).toBe(true);
  });

  test('hostnames that two chassis share are no names', () => {
    const two = [chassis('uuid01', { hostname: 'h' }), chassis('uuid02', { hostname: 'h' })];
    const { members } = roster({ southbound: answer(...two) });
    expect(members.map(({ name }) => name)).toEqual(['uuid01', 'uuid02']);
  });
});
