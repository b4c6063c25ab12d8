import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import type { JournalRecord } from '../../src/model/journal.ts';
import type { Report } from '../../src/model/report.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { runOn, underlayPlay, type RunOptions } from '../support/builders.ts';
import { identities, rows, watchedFleet, withTunnels } from '../support/watched-fleet.ts';

const reason: Problem = { kind: 'interrupted', signal: 'SIGINT' };

interface Way {
  readonly start?: readonly string[];
  readonly command?: 'plan' | 'apply';
  readonly options?: RunOptions;
}

/**
 * Interrupts a run when that happens for the nth time: `micro02 facts 2`, `wait 1000 1`,
 * `record thaw 1`. Whatever the moment, all is old at the end, and no timer waits.
 */
async function interrupted(
  moment: string,
  { start = [], command = 'apply', options = {} }: Way = {},
) {
  const controller = new AbortController();
  const { signal } = controller;
  const counts = new Map<string, number>();
  const happens = (what: string): undefined => {
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    if (`${what} ${count}` === moment) controller.abort(reason);
  };
  const look = ({ node, purpose }: { node: { name: string }; purpose: string }) =>
    happens(`${node.name} ${purpose}`);
  const { fleet, armed } = watchedFleet('25.03.1', look, start);
  const [before, ids] = [rows(fleet), JSON.stringify(identities(fleet))];
  const [phases, records, waits]: [string[], string[], number[]] = [[], [], []];
  const report = await runOn(fleet, command, {
    play: withTunnels,
    ...options,
    signal,
    slept: (ms) => {
      if (signal.aborted && phases.length === 0) waits.push(ms);
      return happens(`wait ${ms}`);
    },
    journal: (record) => {
      if (signal.aborted) records.push(nameOf(record));
      return happens(`record ${nameOf(record)}`);
    },
    emit: (event) => void (signal.aborted && event.type === 'phase' && phases.push(event.phase)),
  });
  expect([signal.aborted, rows(fleet), [...armed]]).toEqual([true, before, []]);
  const isInPlace = JSON.stringify(identities(fleet)) === ids;
  return { phases, records, waits, isInPlace, exit: exitCode(report), ...said(report) };
}

function nameOf(record: JournalRecord): string {
  return record.type === 'stage' ? record.name : record.type;
}

/** Why a report says that it ended, and whom it blames. */
function said({ nodes, problems }: Report) {
  return {
    blamed: nodes.flatMap((node) => node.problems.map(({ kind }) => `${node.name} ${kind}`)),
    causes: problems.flatMap(({ problem }) =>
      problem.kind === 'rolled-back' ? [problem.cause] : [],
    ),
  };
}

const nothing = { phases: [], causes: [], exit: 130 };

describe('an interrupt before the first write is the end', () => {
  test.each(['plan', 'apply'] as const)('of %s, once nodes were read', async (command) => {
    const found = await interrupted('micro01 southbound 1', { command });
    expect(found).toMatchObject({ ...nothing, records: [] });
  });

  test('before the first ping', async () => {
    const options = { play: { ...withTunnels, tasks: [...underlayPlay().tasks] } };
    const found = await interrupted('micro01 southbound 1', { command: 'plan', options });
    expect(found).toMatchObject(nothing);
  });

  test.each(['micro01 prime 1', 'record freeze 1'])('once timers wait: %s', async (moment) => {
    expect(await interrupted(moment)).toMatchObject(nothing);
  });
});

/** Rolled back at once: nothing else begins after it, and no node is to blame. */
function backFrom(stage: string) {
  const cause = `${stage}SIGINT stopped the run before it was done`;
  return {
    phases: ['rolling back'],
    records: ['rollback', 'end'],
    blamed: [],
    causes: [cause],
    exit: 8,
  };
}

describe('an interrupt while all stand still: what was re-addressed goes back in place', () => {
  test.each([
    ['once all stand still', 'micro01 write 1', 'freeze'],
    ['while it is looked whether they do', 'micro02 facts 2', 'freeze'],
    ['right before rows move', 'record southbound 1', 'southbound'],
    ['while rows move', 'micro01 southbound 3', 'southbound'],
    ['while it is looked whether all still stand still', 'micro02 facts 3', 'southbound'],
    ['right before tunnels move', 'record move 1', 'move'],
    ['once tunnels moved', 'micro01 write 2', 'move'],
    ['right before all go on', 'record thaw 1', 'thaw'],
  ])('%s', async (_name, moment, stage) => {
    const found = await interrupted(moment);
    expect(found).toMatchObject({ ...backFrom(`stage ${stage}: `), isInPlace: true });
  });

  test('not once all go on', async () => {
    const found = await interrupted('micro01 write 3');
    expect(found).toMatchObject({ ...backFrom('stage thaw: '), isInPlace: false });
  });
});

describe('an interrupt between the stages of the ordinary way', () => {
  /** Both park, then both move. */
  const start = ['198.19.0.12', '198.19.0.11', '198.19.0.13'];

  test.each([
    ['once a stage is written', 'micro01 write 1', 'park'],
    ['in the second after it', 'wait 1000 1', 'park'],
    ['while tunnels are waited for', 'wait 200 1', 'park'],
    ['while nodes are read for that', 'micro02 facts 2', 'park'],
    ['right before the next stage', 'record move 1', 'move'],
    ['once the last stage is written', 'micro01 write 2', 'move'],
    ['in the second after that', 'wait 1000 2', 'move'],
  ])('%s', async (_name, moment, stage) => {
    expect(await interrupted(moment, { start })).toMatchObject(backFrom(`stage ${stage}: `));
  });

  test('in the verification, whatever is still missing then', async () => {
    const found = await interrupted('wait 1000 3', { start });
    expect(found).toMatchObject(backFrom(''));
  });
});

test.each([
  ['for tunnels', 'wait 200 1', ['198.19.0.12', '198.19.0.11', '198.19.0.13']],
  ['for proof of tunnels', 'wait 1000 2', []],
])('an interrupt ends the waiting: %s', async (_name, moment, start) => {
  expect(await interrupted(moment, { start })).toMatchObject({ waits: [], exit: 8 });
});
