import { expect, test } from 'vitest';
import { isThaw, encapTypes } from '../../../src/ovn/still.ts';
import { facts } from '../../support/facts.ts';

test('a chassis stands still without its own encap type and without the common one', () => {
  const external_ids = {
    'ovn-encap-type': 'geneve',
    'ovn-encap-type-micro01': 'vxlan',
    'ovn-encap-type-micro02': 'stt',
  };
  const column = 'external_ids';
  expect(encapTypes(facts({ external_ids }))).toEqual([
    { column, key: 'ovn-encap-type', value: 'geneve' },
    { column, key: 'ovn-encap-type-micro01', value: 'vxlan' },
  ]);
  expect(encapTypes(facts())).toEqual([]);
});

test.each([
  ['ovn-encap-type', null, 'geneve', true],
  ['ovn-encap-type', 'vxlan', 'geneve', false],
  ['ovn-encap-type', 'vxlan', null, false],
  ['ovn-encap-type', null, null, false],
  ['ovn-encap-ip', null, '198.19.0.11', false],
])('%s from %j to %j makes it go on: %s', (key, before, after, is) => {
  expect(isThaw({ table: 'Open_vSwitch', column: 'external_ids', key, before, after })).toBe(is);
});
