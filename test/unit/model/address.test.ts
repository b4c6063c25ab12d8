import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, contains, parseAddress, parseCidr } from '../../../src/model/address.ts';

describe('an address', () => {
  test.each([
    ['198.19.0.11', '198.19.0.11'],
    ['2001:DB8::0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['::ffff:198.19.0.1', '::ffff:c613:1'],
    ['::', '::'],
  ])('%s is %s', (text, form) => {
    expect(parseAddress(text)?.text).toBe(form);
  });

  test.each([
    '10.1',
    '1',
    '010.0.0.1',
    '198.19.0.256',
    '198.19.0.1 ',
    '',
    'fe80::1%eth0',
    '1::2::3',
    '[::1]',
    '::1/64',
    'host',
    '0x7f.1',
  ])('strictly, %j is none', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test('in canonical form is a fixed point', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const form = parseAddress(text)?.text ?? '';
        expect(canonical(form)).toBe(form);
        expect(parseAddress(form)?.text).toBe(form);
      }),
    );
  });
});

describe('a network', () => {
  test.each([
    '198.19.0.0',
    '198.19.0.0/33',
    '198.19.0.0/016',
    '198.19.0.0/',
    '2001:db8::/129',
    '/16',
    'a/8',
  ])('%j is none', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  test.each([
    ['198.19.0.0/16', '198.19.255.1', true],
    ['198.19.0.0/16', '198.18.0.1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['0.0.0.0/0', '::1', false],
  ])('%s holds %s: %s', (network, address, holds) => {
    const [cidr, parsed] = [parseCidr(network), parseAddress(address)];
    expect(cidr !== null && parsed !== null && contains(cidr, parsed)).toBe(holds);
  });
});
