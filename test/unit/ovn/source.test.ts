import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/model/change.ts';
import {
  addsSource,
  asksForSource,
  dropsSource,
  sendsFromEndpoint,
} from '../../../src/ovn/endpoints.ts';
import { facts } from '../../support/facts.ts';

const key = 'ovn-set-local-ip';

test.each([
  [key, 'true', 'adds'],
  [key, 'false', 'drops'],
  [key, null, 'drops'],
  ['ovn-monitor-all', 'true', ''],
  ['ovn-monitor-all', null, ''],
])('%s becoming %j %s the source', (name, after, does) => {
  const change = { key: name, after };
  expect([addsSource(change), dropsSource(change)]).toEqual([does === 'adds', does === 'drops']);
});

describe('a tunnel sends from its endpoint', () => {
  const change = (after: Value) =>
    ({ table: 'Open_vSwitch', column: 'external_ids', key, before: null, after }) as const;
  const other = { ...change('true'), key: 'ovn-monitor-all' };

  test.each([
    [null, 'true', [], false, false],
    ['21.12.0', 'true', [], false, false],
    ['22.03.0', 'true', [], true, true],
    ['22.03.0', 'false', [], false, true],
    ['22.03.0', null, [], false, true],
    ['22.03.0', null, [other], false, true],
    ['22.03.0', null, [other, change('true')], true, true],
    ['22.03.0', 'true', [change(null)], false, true],
    ['24.09.0', 'false', [], true, false],
    ['24.09.0', 'false', [change('false')], true, false],
  ] as const)('OVN %s, the key %j, changes %j: %s; is asked to: %s', (...row) => {
    const [ovnVersion, value, changes, sends, asks] = row;
    const read = facts({ ovnVersion, external_ids: value === null ? {} : { [key]: value } });
    expect(sendsFromEndpoint(read, changes)).toBe(sends);
    expect(asksForSource(read)).toBe(asks);
  });

  test('as things stand, where nothing is written', () => {
    const read = facts({ ovnVersion: '22.03.0', external_ids: { [key]: 'true' } });
    expect(sendsFromEndpoint(read)).toBe(true);
  });
});
