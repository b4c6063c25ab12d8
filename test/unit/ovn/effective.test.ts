import { describe, expect, test } from 'vitest';
import { identity } from '../../../src/remote/facts/chassis.ts';
import { effective, effectiveKeys, effectiveList, standing } from '../../../src/ovn/keys.ts';
import { facts } from '../../support/facts.ts';

const ids = {
  'ovn-encap-ip': '198.18.0.11',
  'ovn-encap-ip-default': '198.19.0.11',
  'ovn-encap-ip-micro01': '198.19.0.11',
  'ovn-encap-ip-micro02': '198.19.0.12',
  'ovn-bridge-mappings': 'physnet1:br-ex',
  'ovn-foo-micro01': 'x',
  'system-id': 'micro01',
};

/** What is said of each key that is not just what it looks like. */
function standings(given: Parameters<typeof facts>[0]) {
  const read = facts({ external_ids: ids, ...given });
  const keys = Object.keys(read.ovs.columns.external_ids);
  const found = keys.map((key) => [key, standing(read, 'external_ids', key)] as const);
  return Object.fromEntries(found.filter(([, each]) => each !== null));
}

describe('what counts of the keys', () => {
  test('names each value with its source, suffixed keys first', () => {
    const read = facts({ external_ids: ids, ovnVersion: '23.03.1' });
    expect(effectiveKeys(read)).toEqual([
      { key: 'system-id', value: 'micro01', source: 'external_ids:system-id' },
      { key: 'ovn-encap-ip', value: '198.19.0.11', source: 'external_ids:ovn-encap-ip-micro01' },
      {
        key: 'ovn-encap-ip-default',
        value: '198.19.0.11',
        source: 'external_ids:ovn-encap-ip-default',
      },
      {
        key: 'ovn-bridge-mappings',
        value: 'physnet1:br-ex',
        source: 'external_ids:ovn-bridge-mappings',
      },
    ]);
  });

  test.each([
    [
      'from OVN 23.03 on the suffix wins',
      { ovnVersion: '23.03.0' },
      {
        'ovn-encap-ip': 'overridden',
        'ovn-encap-ip-micro01': 'in force',
        'ovn-encap-ip-micro02': 'ignored',
      },
    ],
    [
      'before, it means nothing',
      { ovnVersion: '22.03.0' },
      { 'ovn-encap-ip-micro01': 'ignored', 'ovn-encap-ip-micro02': 'ignored' },
    ],
    [
      'it is the one of the chassis',
      { ovnVersion: '23.03.0', systemId: 'micro02' },
      {
        'ovn-encap-ip': 'overridden',
        'ovn-encap-ip-micro01': 'ignored',
        'ovn-encap-ip-micro02': 'in force',
      },
    ],
  ])('%s', (_name, given, expected) => {
    expect(standings(given)).toEqual(expected);
  });

  test('a chassis name from elsewhere overrides the one of the database', () => {
    const read = { ...facts({ external_ids: ids }), systemIdSource: 'ovn-controller -n' };
    expect(standing(read, 'external_ids', 'system-id')).toBe('overridden');
    expect(standing(read, 'external_ids', 'ovn-bridge-mappings')).toBeNull();
  });

  test('a chassis without a name is not told of, and has no key of its own', () => {
    const external_ids = { 'ovn-encap-ip': 'a', 'ovn-encap-ip-null': 'b' };
    const read = facts({ external_ids, systemId: null, ovnVersion: '23.03.0' });
    expect(effectiveKeys(read)).toEqual([
      { key: 'ovn-encap-ip', value: 'a', source: 'external_ids:ovn-encap-ip' },
    ]);
    expect(effectiveKeys({ ...read, systemId: 'micro01' })).toEqual(effectiveKeys(read));
  });

  test('only keys of OVN, and only in external_ids, are taken with the name behind them', () => {
    const suffixed = { 'ovn-encap-ip': 'a', 'ovn-encap-ip-micro01': 'b' };
    const other = { hostname: 'a', 'hostname-micro01': 'b' };
    const read = facts({ external_ids: other, other_config: suffixed, ovnVersion: '23.03.0' });
    const [plain, own] = ['ovn-encap-ip', 'ovn-encap-ip-micro01'];
    expect(effective(read, 'other_config', plain)).toEqual({ key: plain, value: 'a' });
    expect(effective(read, 'external_ids', 'hostname')).toEqual({ key: 'hostname', value: 'a' });
    expect(standing(read, 'other_config', plain)).toBeNull();
    expect(standing(read, 'other_config', own)).toBeNull();
  });

  test('one is taken all the same where no ovn-controller was found', () => {
    const read = facts({ external_ids: ids, ovnVersion: null });
    expect(effective(read, 'external_ids', 'ovn-encap-ip').key).toBe('ovn-encap-ip-micro01');
  });

  test.each([
    ['a,b', ['a', 'b']],
    [',a,,b,', ['a', 'b']],
    ['', []],
    [undefined, []],
  ])('the members of %j are %j', (value, members) => {
    const external_ids = value === undefined ? undefined : { 'ovn-encap-type': value };
    expect(effectiveList(facts({ external_ids: external_ids ?? {} }), 'ovn-encap-type')).toEqual(
      members,
    );
  });
});

describe('the chassis name', () => {
  const file = '/etc/ovn/system-id-override';
  test.each([
    ['ovn-controller\n-n\nbig\n--pidfile', 'old', 'big', 'ovn-controller -n'],
    ['ovn-controller\n-nbig', 'old', 'big', 'ovn-controller -n'],
    ['ovn-controller\n--no-chdir', 'old\n', 'old', file],
    ['', '', 'db', 'external_ids:system-id'],
  ])('%j and a file of %j', (words, override, systemId, systemIdSource) => {
    expect(identity(words, override, 'db')).toEqual({ systemId, systemIdSource });
  });

  test('may stand nowhere', () => {
    expect(identity('', '', undefined)).toEqual({ systemId: null, systemIdSource: null });
  });
});
