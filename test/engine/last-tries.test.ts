import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { fireTimer } from '../simulator/timers.ts';
import { encapIps, runOn } from '../support/builders.ts';
import { keysOnly, rows, watchedFleet } from '../support/watched-fleet.ts';

const synchronised = { ...keysOnly, cutover: 'synchronised' } as const;

test('a timer that was not ended at the first try of a rollback is ended at the second', async () => {
  const { fleet, armed } = watchedFleet('25.03.1', ({ node, purpose, nth }) =>
    // The first one is the reason of the rollback.
    node.name === 'micro02' && purpose === 'disarm' && nth <= 2 ? 'lost' : undefined,
  );
  const before = rows(fleet);
  const report = await runOn(fleet, 'apply', { play: keysOnly });
  expect([exitCode(report), rows(fleet), [...armed]]).toEqual([8, before, []]);
});

test('nodes that revert by themselves give an address back before its owner takes it', async () => {
  const chain = ['198.18.0.11', '198.19.0.11', '198.19.0.12'];
  const { fleet } = watchedFleet('25.03.1', undefined, chain);
  const report = await runOn(fleet, 'apply', { play: synchronised, confirm: { hold: true } });
  expect(exitCode(report)).toBe(3);
  const left = fleet.nodes.map(({ timer }) => timer?.secondsLeft ?? 0);
  // Who has the least time left reverts first; of two at the same moment nobody knows which.
  expect(new Set(left).size).toBe(3);
  const inOrder = fleet.nodes.toSorted(
    (one, other) => (one.timer?.secondsLeft ?? 0) - (other.timer?.secondsLeft ?? 0),
  );
  for (const node of inOrder) {
    fireTimer(node);
    expect(new Set(encapIps(fleet)).size).toBe(3);
  }
  expect(encapIps(fleet)).toEqual(chain);
});

test('nobody is written once the user has spoken, though every node is ready', async () => {
  const controller = new AbortController();
  const reason: Problem = { kind: 'interrupted', signal: 'SIGINT' };
  let writes = 0;
  const { fleet, armed } = watchedFleet('23.03.1', ({ purpose }) => {
    if (purpose === 'write') writes += 1;
    return undefined;
  });
  const before = rows(fleet);
  fleet.faults['micro03'] = {
    ...fleet.faults['micro03'],
    hold: () => {
      controller.abort(reason);
      return undefined;
    },
  };
  const { signal } = controller;
  const report = await runOn(fleet, 'apply', { play: synchronised, signal });
  expect([exitCode(report), writes]).toEqual([130, 0]);
  expect([rows(fleet), [...armed], fleet.held()]).toEqual([before, [], 0]);
});

test('a lost write of tunnels alone is no write, whatever the keys say', async () => {
  // The third node is there already: only its tunnels to the others move.
  const start = ['198.18.0.11', '198.18.0.12', '198.19.0.13'];
  const { fleet, armed } = watchedFleet(
    '25.03.1',
    ({ node, purpose, nth }) =>
      node.name === 'micro03' && purpose === 'write' && nth === 2 ? 'lost' : undefined,
    start,
  );
  const before = rows(fleet);
  const report = await runOn(fleet, 'apply', { play: keysOnly });
  expect(report.nodes[2]?.problems).toMatchObject([{ kind: 'write-failed' }]);
  expect([exitCode(report), rows(fleet), [...armed]]).toEqual([8, before, []]);
});
