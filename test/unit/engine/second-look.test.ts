import { expect, test } from 'vitest';
import { secondLook } from '../../../src/engine/second-look.ts';
import type { World } from '../../../src/engine/ports.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Problem } from '../../../src/model/problem.ts';
import { err } from '../../../src/model/result.ts';
import { spec, underlayPlay } from '../../support/builders.ts';

const suspicion: Problem = { kind: 'tunnel-one-way', peers: ['micro02'] };
const gone: Problem = { kind: 'unreachable', address: '198.18.0.11', reason: 'gone' };

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
async function looked(first: Plan): Promise<readonly [Plan, number]> {
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
    inventory: { file: 'inventory.yaml', nodes: [] },
    play: underlayPlay(),
    limits: { forks: 64, connectSeconds: 10 },
    selected: new Set(['micro01', 'micro02']),
    allow: new Set<string>(),
    confirm: { seconds: 120, hold: false, supersedes: null, owner: 'test' },
  };
  const readings = [1, 2].map((at) => ({
    spec: spec(at),
    facts: err(gone),
    session: null,
    durationMs: 0,
  }));
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
