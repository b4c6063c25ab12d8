import { describe, expect, test } from 'vitest';
import { effectiveKeys, sameValue, standing } from '../../../src/ovn/keys.ts';
import { facts } from '../../support/facts.ts';

/** As ovn-controller(8) spells them. */
const taken = [
  'ovn-remote',
  'ovn-remote-probe-interval',
  'ovn-encap-type',
  'ovn-encap-ip',
  'ovn-encap-ip-default',
  'ovn-encap-csum',
  'ovn-encap-tos',
  'ovn-encap-df_default',
  'ovn-set-local-ip',
  'ovn-enable-flow-based-tunnels',
  'ovn-transport-zones',
  'ovn-is-interconn',
  'ovn-bridge',
  'ovn-bridge-datapath-type',
  'ovn-bridge-mappings',
  'ovn-chassis-mac-mappings',
  'ovn-cms-options',
  'ovn-match-northd-version',
  'ovn-monitor-all',
];

describe('each key that OVN takes', () => {
  const ids = Object.fromEntries(
    taken.flatMap((key) => [
      [key, 'x'],
      [`${key}-micro01`, 'y'],
    ]),
  );
  const read = facts({ external_ids: { ...ids, 'ovn-foo': 'x' }, ovnVersion: '25.03.1' });

  test('is told, with what counts of it', () => {
    const counts = taken.map((key) => ({
      key,
      value: 'y',
      source: `external_ids:${key}-micro01`,
    }));
    expect(effectiveKeys(read).slice(1)).toEqual(counts);
  });

  test.each(taken)('stands behind the one of the chassis: %s', (key) => {
    expect(standing(read, 'external_ids', key)).toBe('overridden');
    expect(standing(read, 'external_ids', `${key}-micro01`)).toBe('in force');
    expect(standing(read, 'external_ids', `${key}-micro02`)).toBe('ignored');
  });
});

describe('two values are the same to OVN', () => {
  const a = '2001:db8::1';
  test.each([
    ['ovn-encap-ip', null, null, true],
    ['ovn-encap-ip', null, '', false],
    ['ovn-encap-ip', '', null, false],
    ['ovn-encap-ip', a, '2001:DB8:0::1', true],
    ['ovn-encap-ip', `${a},198.19.0.1`, '198.19.0.1,2001:DB8::1,198.19.0.1', true],
    ['ovn-encap-ip', `${a},198.19.0.1`, a, false],
    ['ovn-encap-ip', a, ` ${a}`, false],
    ['ovn-encap-type', 'geneve,vxlan', 'vxlan,geneve', true],
    ['ovn-encap-type', 'geneve,vxlan', 'genevevxlan', false],
    ['ovn-encap-type', 'ab', 'ba', false],
    ['ovn-remote', 'tcp:a:1,tcp:b:1', 'tcp:b:1,tcp:a:1', true],
    ['ovn-transport-zones', 'a,b', 'b,a', true],
    ['ovn-bridge-mappings', 'a:br-a,b:br-b', 'b:br-b,a:br-a', true],
    ['ovn-cms-options', 'a,b', 'b,a', false],
    ['ovn-encap-ip-default', a, '2001:DB8::1', true],
    ['ovn-bridge', 'br-int', 'br-int', true],
    ['ovn-bridge', 'br-int', 'br-ext', false],
  ])('%s: %j and %j: %s', (key, one, other, same) => {
    expect(sameValue(key, one, other)).toBe(same);
  });
});
