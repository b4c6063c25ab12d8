import { expect, test } from 'vitest';
import { does } from '../../../src/ovn/versions.ts';

test.each([
  ['standsStill', '20.03.2', '20.06.0'],
  ['knowsSource', '21.12.4', '22.03.0'],
  ['takesSuffixedKeys', '22.12.9', '23.03.0'],
  ['alwaysNamesSource', '24.03.9', '24.09.0'],
  ['remembersTunnels', '25.03.9', '25.09.0'],
] as const)('OVN %s not with %s, but from %s on', (what, before, first) => {
  const told = [before, first, `${first.slice(0, 5)}.1`, first.slice(0, 5), '30.03.0'];
  expect(told.map((version) => does(what, version, { unknown: false }))).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

test.each([null, '', 'git'])('of the version %j nothing is known', (version) => {
  expect(does('standsStill', version, { unknown: true })).toBe(true);
  expect(does('standsStill', version, { unknown: false })).toBe(false);
});
