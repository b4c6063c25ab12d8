import { expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import { compileWrite } from '../../../src/remote/write/compile.ts';
import { facts } from '../../support/facts.ts';

const change = (key: string, before: string | null, after: string | null): Change => ({
  table: 'Open_vSwitch',
  column: 'external_ids',
  key,
  before,
  after,
});

test('one transaction: read, guard, remove, set', () => {
  const { ovs } = facts();
  const changes = [change('a', 'OLD', 'x,y'), change('b', null, 'NEW'), change('c', 'OLDC', null)];
  expect(compileWrite(ovs, { changes, holds: [], tunnels: [] }).join(' ')).toBe(
    '/usr/bin/ovs-vsctl --no-wait --timeout=2 get Open_vSwitch . external_ids' +
      ' -- wait-until Open_vSwitch . external_ids:a="OLD" external_ids:b{=}[] external_ids:c="OLDC"' +
      ' -- remove Open_vSwitch . external_ids c' +
      ' -- set Open_vSwitch . external_ids:a="x,y" external_ids:b="NEW"',
  );
});

test('every column that is written is read first, and the database may stand elsewhere', () => {
  const ovs = { ...facts().ovs, db: 'unix:/run/other.sock' };
  const other: Change = { ...change('n', null, '1'), column: 'other_config' };
  const words = compileWrite(ovs, {
    changes: [change('a', null, '1'), other],
    holds: [],
    tunnels: [],
  });
  expect(words).toContain('--db=unix:/run/other.sock');
  expect(words.filter((_word, at) => words[at - 3] === 'get')).toEqual([
    'external_ids',
    'other_config',
  ]);
});
