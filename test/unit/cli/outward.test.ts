import { expect, test } from 'vitest';
import { outward } from '../../../src/cli/outward.ts';

const inventory = ['check', 'i.yaml'];

test.each([
  [[...inventory, '-o', 'nagios'], {}],
  [[...inventory, '-onagios'], {}],
  [[...inventory, '--output', 'nagios', '--forsk', '3'], {}],
  [[...inventory, '--output=nagios'], {}],
  [[...inventory, '-o', 'json', '-o', 'nagios'], {}],
  [inventory, { MCRECONCILE_OUTPUT: 'nagios' }],
])('Nagios gets codes of its own: %j %j', (argv, env) => {
  const { code, line } = outward(argv, env);
  expect([64, 70, 130, 1, 2, 0].map(code)).toEqual([3, 3, 3, 2, 1, 0]);
  expect(line('no\n |such\u001b thing\n')).toBe('MCRECONCILE UNKNOWN - no /such\\x1b thing\n');
});

test.each([
  [inventory, {}],
  [[...inventory, '-o', 'nagios', '-o', 'json'], {}],
  [[...inventory, '-o', 'json'], { MCRECONCILE_OUTPUT: 'nagios' }],
  [[...inventory, '-o'], {}],
  [['check', 'nagios'], {}],
])('nobody else does: %j %j', (argv, env) => {
  const { code, line } = outward(argv, env);
  expect([64, 2, 0].map(code)).toEqual([64, 2, 0]);
  expect(line('x')).toBe('');
});
