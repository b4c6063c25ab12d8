import { expect, test } from 'vitest';
import { metAnother } from '../../../src/ovn/tunnels.ts';
import { nudgeQuestion } from '../../../src/remote/write/nudge.ts';
import { facts } from '../../support/facts.ts';

test('counts on in the database that was found', () => {
  const { script } = nudgeQuestion({ ...facts().ovs, db: 'unix:/run/other.sock' });
  expect(script).toMatch(/--no-wait .*--db.*other\.sock/);
  expect(script).toContain('set Open_vSwitch . "next_cfg=$((count + 1))"');
});

test.each([
  ['could not add network device ovn-micro0-7 to ofproto (File exists)', true],
  ["bad geneve 'remote_ip'", false],
])('a tunnel with the error "%s" is one to try again: %s', (error, expected) => {
  expect(metAnother(error)).toBe(expected);
});
