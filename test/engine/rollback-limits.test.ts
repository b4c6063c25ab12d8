import { expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { Finding } from '../../src/problems/problem.ts';
import type { JournalRecord } from '../../src/model/journal.ts';
import { virtualClock } from '../simulator/clock.ts';
import type { OvnFleet } from '../simulator/fleet.ts';
import { isCatchScript, runScript } from '../simulator/node.ts';
import { fireTimer } from '../simulator/timers.ts';
import { runOn } from '../support/builders.ts';
import {
  broken,
  keysOnly,
  rows,
  watchedFleet,
  type Asked,
  type Break,
} from '../support/watched-fleet.ts';

interface Case {
  readonly version?: string;
  readonly cutover?: 'in-place' | 'synchronised';
  /** Seconds after which nodes revert. */
  readonly seconds?: number;
  /** What happens to each script once the rollback has begun; `hang`: it never answers. */
  readonly happens?: (asked: Asked, fleet: OvnFleet, now: number) => Break | 'hang';
  /** At which script the first node fails, which is why there is a rollback. */
  readonly fails?: (asked: Asked) => boolean;
}

/** A run that is rolled back, and what is so then; times are seconds since the rollback began. */
async function rolledBack({ version = '25.03.1', cutover = 'synchronised', ...how }: Case) {
  const { seconds = 120, happens = () => undefined, fails = extendedTwice } = how;
  let began: number | null = null;
  let isHanging = false;
  const records: JournalRecord[] = [];
  const watched = watchedFleet(version, (asked, fleet) => {
    isHanging = false;
    if (began === null) return asked.node.name === 'micro01' && fails(asked) ? 'lost' : undefined;
    const answer = happens(asked, fleet, (clock.now() - began) / 1000);
    isHanging = answer === 'hang';
    return answer === 'hang' ? 'lost' : answer;
  });
  const { fleet, armed } = watched;
  for (const [name, { script }] of Object.entries(fleet.faults))
    fleet.faults[name] = {
      script: (number, text) => {
        const answer = script?.(number, text);
        return isHanging ? 'hang' : answer;
      },
    };
  const clock = virtualClock(() => fleet.busy());
  const before = rows(fleet);
  const report = await runOn(fleet, 'apply', {
    play: { ...keysOnly, cutover },
    confirm: { seconds },
    clock,
    journal: (record) => void records.push(record),
    emit: (event) => {
      if (event.type === 'phase' && event.phase === 'rolling back') began = clock.now();
    },
  });
  const left = report.problems.flatMap((each: Finding) =>
    each.problem.kind === 'half-done' ? each.nodes : [],
  );
  return { fleet, armed, before, records, left, exit: exitCode(report) };
}

/** All stages are written by then. */
const extendedTwice = ({ purpose, nth }: Asked): boolean => purpose === 'extend' && nth === 2;

const isSecond = ({ node, purpose }: Asked): boolean =>
  node.name === 'micro02' && purpose === 'facts';

test('a southbound database that hangs costs the keys no more than its share of the time', async () => {
  const { fleet, armed, before, exit } = await rolledBack({
    cutover: 'in-place',
    fails: ({ purpose, nth }) => purpose === 'write' && nth === 2,
    happens: ({ purpose }) => (purpose === 'southbound' ? 'hang' : undefined),
  });
  expect([exit, rows(fleet), [...armed]]).toEqual([8, before, []]);
});

test('a node that hangs does not keep the others from being put back, nor their timers armed', async () => {
  let ended = 0;
  const { fleet, before, armed, left, exit } = await rolledBack({
    seconds: 20,
    happens: (asked, _fleet, now) => {
      if (asked.node.name === 'micro01' && asked.purpose === 'disarm') ended = now;
      return isSecond(asked) ? 'hang' : undefined;
    },
  });
  expect([exit, left, [...armed]]).toEqual([9, ['micro02'], ['micro02']]);
  expect([rows(fleet)[0], rows(fleet)[2]]).toEqual([before[0], before[2]]);
  // Before they would have fired.
  expect(ended).toBeGreaterThan(0);
  expect(ended).toBeLessThan(20);
});

test('a node that cannot be read keeps its timer, and reverts by itself', async () => {
  const { fleet, armed, before, exit } = await rolledBack({
    seconds: 30,
    happens: (asked) => (isSecond(asked) ? 'lost' : undefined),
  });
  expect([exit, [...armed]]).toEqual([9, ['micro02']]);
  const [, second] = fleet.nodes;
  if (second !== undefined) fireTimer(second);
  expect(rows(fleet)).toEqual(before);
});

/** OVN 23.03: endpoints go back first, source addresses after that. */
const twoStages = { version: '23.03.1' } as const;
const isEndpoint = ({ purpose, nth }: Asked): boolean => purpose === 'write' && nth === 3;
const isSource = ({ purpose, nth }: Asked): boolean => purpose === 'write' && nth === 4;

test('source addresses go only when OVN has followed the endpoints back', async () => {
  let found: readonly string[] | null = null;
  const { fleet, armed, before, exit } = await rolledBack({
    ...twoStages,
    happens: (asked, fleet) => {
      if (isEndpoint(asked)) asked.node.lag = 10;
      if (isSource(asked)) found ??= broken(fleet);
      return undefined;
    },
  });
  expect(found).toEqual([]);
  expect([exit, rows(fleet), [...armed]]).toEqual([8, before, []]);
});

test('OVN that never follows is waited for in vain, but not for long', async () => {
  let went = 0;
  const { fleet, armed, before, exit } = await rolledBack({
    ...twoStages,
    happens: (asked, _fleet, now) => {
      asked.node.lag = 1e9;
      if (isSource(asked)) went = now;
      return undefined;
    },
  });
  expect([exit, rows(fleet), [...armed]]).toEqual([8, before, []]);
  expect(went).toBeGreaterThan(5);
  expect(went).toBeLessThan(15);
});

test('timers end only when OVN has followed', async () => {
  const found: string[] = [];
  const { exit } = await rolledBack({
    happens: ({ node, purpose }, fleet) => {
      if (purpose === 'write') node.lag = 10;
      if (purpose === 'disarm') found.push('ended', ...broken(fleet));
      return undefined;
    },
  });
  expect([exit, ...found]).toEqual([8, 'ended', 'ended', 'ended']);
});

test('the journal tells why a run is rolled back, and how that ended', async () => {
  const { records } = await rolledBack({});
  expect(records.slice(-2)).toMatchObject([
    { type: 'rollback', cause: expect.stringContaining('micro01: the connection broke') },
    { type: 'end', end: 'rolled-back' },
  ]);
  const dead = await rolledBack({
    seconds: 30,
    happens: ({ node }) => (node.name === 'micro02' ? 'lost' : undefined),
  });
  expect(dead.records.slice(-2)).toMatchObject([
    { type: 'rollback' },
    { type: 'end', end: 'half-done' },
  ]);
});

test('a write of which nobody knows is put back though it lands after the first look', async () => {
  const { fleet } = watchedFleet('25.03.1');
  const [, second] = fleet.nodes;
  const before = rows(fleet);
  const clock = virtualClock(() => fleet.busy());
  const { script } = fleet.faults['micro02'] ?? {};
  const gone = { kind: 'connection-lost', during: 'a command', reason: 'EOF' } as const;
  const late = { text: '', silent: 0, isSent: false };
  const land = (): void => {
    if (second !== undefined && late.text !== '') runScript(second, late.text);
    late.text = '';
  };
  fleet.faults['micro02'] = {
    script: (number, text) => {
      const isWrite = text.includes('wait-until') && !isCatchScript(text);
      // Whoever asks at once how it came out gets no answer either.
      if (late.silent > 0 && (late.silent -= 1) >= 0) return gone;
      if (!isWrite || late.isSent) return script?.(number, text);
      Object.assign(late, { text, silent: 1, isSent: true });
      // As long as an ovs-vsctl waits for its database.
      void clock.sleep(2_000, new AbortController().signal).then(land);
      return gone;
    },
  };
  const play = { ...keysOnly, cutover: 'synchronised' } as const;
  const report = await runOn(fleet, 'apply', { play, clock });
  land();
  expect([exitCode(report), rows(fleet)]).toEqual([8, before]);
});

test('once all go on, nobody is asked whether they stand still: a dead node would take the time', async () => {
  const { fleet, left, before, exit } = await rolledBack({
    cutover: 'in-place',
    seconds: 12,
    fails: ({ purpose, nth }) => purpose === 'disarm' && nth === 1,
    happens: ({ node }) => (node.name === 'micro03' ? 'hang' : undefined),
  });
  expect([exit, left]).toEqual([9, ['micro03']]);
  const now = rows(fleet);
  expect(now.slice(0, 2)).toEqual(before.slice(0, 2));
});
