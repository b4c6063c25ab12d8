import { expect, test } from 'vitest';
import { primes } from '../../../src/planner/cutover/prime.ts';

const at = (node: string, ...after: readonly string[]) => ({ node, before: [], after });
const all = [at('a', '198.19.0.1', '198.19.0.9'), at('b', '198.19.0.2'), at('c', '198.19.0.3')];

test('each endpoint pings those of all others, and forgets who has changed hands', () => {
  expect(primes(all, new Set(['198.19.0.1', '198.19.0.3']))).toEqual([
    {
      node: 'a',
      source: '198.19.0.1',
      targets: ['198.19.0.2', '198.19.0.3'],
      flush: ['198.19.0.3'],
    },
    {
      node: 'b',
      source: '198.19.0.2',
      targets: ['198.19.0.1', '198.19.0.3'],
      flush: ['198.19.0.1', '198.19.0.3'],
    },
    {
      node: 'c',
      source: '198.19.0.3',
      targets: ['198.19.0.1', '198.19.0.2'],
      flush: ['198.19.0.1'],
    },
  ]);
});

test.each([
  ['of another family', at('z', '2001:db8::1')],
  ['that has no endpoint', at('z')],
  ['whose endpoint is no address', at('z', 'host.example')],
])('nobody pings one %s', (_name, other) => {
  expect(primes([at('a', '198.19.0.1'), other], new Set())).toEqual([]);
});
