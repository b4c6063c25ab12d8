import { expect, test } from 'vitest';
import { secondLook } from '../../../src/engine/read/second-look.ts';
import type { Read } from '../../../src/engine/read/fleet.ts';
import type { World } from '../../../src/engine/ports.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Problem } from '../../../src/problems/problem.ts';
import { err, ok } from '../../../src/model/result.ts';
import { spec, underlayPlay } from '../../support/builders.ts';
import { movedNode, tunnel } from '../../support/fleet.ts';

const suspicion: Problem = { kind: 'tunnel-one-way', peers: ['micro02'] };
const gone: Problem = { kind: 'unreachable', address: '198.18.0.11', reason: 'gone' };

const unread: readonly Read[] = [1, 2].map((at) => ({ spec: spec(at), facts: err(gone) }));

/** What a first look at two nodes has found on the first of them. */
const found = (...problems: readonly Problem[]): Plan => ({
  format: 'mcreconcile.plan/1',
  nodes: [
    { name: 'micro01', changes: [], problems },
    { name: 'micro02', changes: [], problems: [] },
  ],
  problems: [],
  strategy: null,
  stages: [],
});

/** The plan of a second look that reaches nobody, and how long it waited before it. */
async function looked(
  first: Plan,
  { reads = unread, play = underlayPlay() } = {},
): Promise<readonly [Plan, number]> {
  let waited = 0;
  const world: World = {
    connector: { connect: async () => err(gone) },
    clock: {
      now: () => 0,
      sleep: async (ms) => void (waited += ms),
      stamp: () => '2026-01-01T00:00:00Z',
      deadline: () => new AbortController().signal,
    },
    nonce: () => '0',
    journal: async () => err(gone),
    emit: () => undefined,
    signal: new AbortController().signal,
  };
  const job = {
    run: 'r',
    inventory: { file: 'inventory.yaml', nodes: [spec(1), spec(2)] },
    play,
    limits: { forks: 64, connectSeconds: 10 },
    selected: new Set(['micro01', 'micro02']),
    allow: new Set<string>(),
    confirm: { seconds: 120, hold: false, rollsBack: null, owner: 'test' },
  };
  const readings = reads.map((read) => ({ ...read, session: null, durationMs: 0 }));
  return [await secondLook(job, first, { readings, southbound: [] }, world), waited];
}

test('one tunnel that seems to lead nowhere is looked at again, once OVS has counted anew', async () => {
  const first = found(suspicion);
  const [second, waited] = await looked(first);
  expect(waited).toBeGreaterThanOrEqual(10_000);
  // Who does not answer any more says nothing of what was seen.
  expect(second).toBe(first);
});

test('anything else is not', async () => {
  const first = found({ kind: 'tunnel-unproven', peers: ['micro02'] });
  expect(await looked(first)).toEqual([first, 0]);
});

test('a chassis outside that seems to hear nobody is, too', async () => {
  const outsider = { chassis: 'vtep1', addresses: ['198.18.0.99'] };
  const problem = { kind: 'tunnel-outside', sign: 'bfd', ...outsider } as const;
  const first = { ...found(), problems: [{ nodes: ['micro01', 'micro02'], problem }] };
  expect((await looked(first))[1]).toBeGreaterThanOrEqual(10_000);
});

test.each([
  ['one that is sent anything, for only two looks tell what comes back', {}, true],
  ['not one that was sent next to nothing', { sent: 4 }, false],
  ['not one whose BFD is up', { bfd: { state: 'up', flaps: 1 } }, false],
  ['not one that is a node of the inventory', { chassis: 'micro02' }, false],
] as const)('of chassis outside: %s', async (_name, differs, isLookedAt) => {
  const place = { file: 'underlay.yaml', line: 1, column: 1 };
  const play = { ...underlayPlay(), tasks: [{ task: 'ovn_tunnels', args: {}, place }] };
  const tunnels = [tunnel(1, 9, { chassis: 'vtep1', ...differs })];
  const states = [movedNode(1, { tunnels }), movedNode(2)];
  const reads = states.map(({ spec, facts }) => ({ spec, facts: ok(facts) }));
  expect((await looked(found(), { reads, play }))[1] > 0).toBe(isLookedAt);
  // Nobody asked about tunnels.
  expect((await looked(found(), { reads }))[1]).toBe(0);
});
