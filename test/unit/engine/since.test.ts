import { expect, test } from 'vitest';
import { since } from '../../../src/engine/since.ts';
import { ok } from '../../../src/model/result.ts';
import { tunnelFindings } from '../../../src/tasks/ovn-tunnels.ts';
import { fleetOf } from '../../../src/engine/fleet.ts';
import { movedNode, tunnel } from '../../support/fleet.ts';

/** Node `from`, with so many packets sent to `to`, and received from it. */
function read(from: number, to: number, sent: number, received: number) {
  const { spec, facts } = movedNode(from, { tunnels: [tunnel(from, to, { sent, received })] });
  return { spec, facts: ok(facts) };
}

/** What is said of both directions. */
function told(...reads: readonly ReturnType<typeof read>[]): readonly string[] {
  return tunnelFindings(fleetOf(reads, [])).map(({ problem }) => problem.kind);
}

test('what was sent to a former port proves nothing against the new one', () => {
  const [one, two] = [read(1, 2, 900, 7), read(2, 1, 7, 0)];
  expect(told(one, two)).toEqual(['tunnel-one-way']);
  expect(told(since(one, one), since(two, two))).toEqual(['tunnel-unproven']);
});

test('what is sent from then on does', () => {
  expect(told(since(read(1, 2, 900, 7), read(1, 2, 950, 7)), read(2, 1, 7, 0))).toEqual([
    'tunnel-one-way',
  ]);
});

test('a port that was made anew counts from its beginning', () => {
  expect(told(since(read(1, 2, 900, 7), read(1, 2, 50, 7)), read(2, 1, 7, 0))).toEqual([
    'tunnel-one-way',
  ]);
});
