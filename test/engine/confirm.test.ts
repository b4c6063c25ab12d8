import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { confirm } from '../../src/engine/confirm.ts';
import type { Begin, JournalRecord } from '../../src/model/journal.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { err, ok } from '../../src/model/result.ts';
import { fireTimer } from '../simulator/timers.ts';
import type { ModelNode } from '../simulator/node.ts';
import { encapIps, runOn, worldOf, type RunOptions } from '../support/builders.ts';
import { cutOff, keysOnly, watchedFleet, type Purpose } from '../support/watched-fleet.ts';

const moved = ['198.19.0.11', '198.19.0.12', '198.19.0.13'];
const full: Problem = { kind: 'journal-unwritable', file: 'j', reason: 'no space left' };

/** A held run that is confirmed; something happens before the first script of that purpose. */
async function confirmed(
  purpose: Purpose | null,
  happens: () => void,
  { journal, ...options }: RunOptions = {},
) {
  let isHeld = false;
  const { fleet, armed } = watchedFleet('25.03.1', (asked) => {
    if (isHeld && asked.purpose === purpose) happens();
    return undefined;
  });
  const records: JournalRecord[] = [];
  const told = (record: JournalRecord) => void records.push(record);
  await runOn(fleet, 'apply', { play: keysOnly, confirm: { hold: true }, journal: told });
  isHeld = true;
  const job = jobOf(records.find((record) => record.type === 'begin'));
  const append = async (record: JournalRecord) => {
    const problem = journal?.(record);
    return problem === undefined ? ok(null) : err(problem);
  };
  const report = await confirm(job, { append }, worldOf(fleet, options));
  const kinds = report.problems.map(({ problem }) => problem.kind);
  const statuses = report.nodes.map(({ status }) => status);
  expect(encapIps(fleet)).toEqual(moved);
  return { exit: exitCode(report), kinds, statuses, armed: armed.size };
}

function jobOf(begin: Begin | undefined): Parameters<typeof confirm>[0] {
  if (begin === undefined) throw new Error('the run wrote nothing');
  return { begin, limits: { forks: 64, connectSeconds: 10 } };
}

const changed = ['changed', 'changed', 'changed'];

describe('confirm', () => {
  test('keeps what a held run wrote', async () => {
    const outcome = await confirmed(null, () => undefined);
    expect(outcome).toEqual({ exit: 0, kinds: [], statuses: changed, armed: 0 });
  });

  test('interrupted while it reads leaves the run held', async () => {
    const controller = new AbortController();
    const outcome = await confirmed('facts', () => controller.abort(sigint), {
      signal: controller.signal,
    });
    expect(outcome).toMatchObject({ exit: 130, kinds: ['interrupted'], armed: 3 });
  });

  test.each<Purpose>(['extend', 'disarm'])('interrupted before it can %s keeps it', async (at) => {
    const controller = new AbortController();
    const outcome = await confirmed(at, () => controller.abort(sigint), {
      signal: controller.signal,
    });
    const kinds = ['interrupted-late'];
    expect(outcome).toEqual({ exit: 10, kinds, statuses: changed, armed: 0 });
  });

  test('that cannot be recorded is kept all the same', async () => {
    const journal = ({ type }: JournalRecord) => (type === 'end' ? full : undefined);
    const outcome = await confirmed(null, () => undefined, { journal });
    expect(outcome).toEqual({ exit: 10, kinds: ['unrecorded'], statuses: changed, armed: 0 });
  });
});

test('a held run stays held where a node cannot be read', async () => {
  const { fleet, armed } = watchedFleet('25.03.1');
  const records: JournalRecord[] = [];
  const journal = (record: JournalRecord) => void records.push(record);
  await runOn(fleet, 'apply', { play: keysOnly, confirm: { hold: true }, journal });
  const [, second] = fleet.nodes;
  if (second !== undefined) cutOff(fleet, second);
  const job = jobOf(records.find((record) => record.type === 'begin'));
  const report = await confirm(job, { append: async () => ok(null) }, worldOf(fleet, {}));
  expect([exitCode(report), armed.size, encapIps(fleet)]).toEqual([4, 3, moved]);
});

const sigint: Problem = { kind: 'interrupted', signal: 'SIGINT' };

/** A held run, and then somebody writes to the second node. */
async function confirmedAfter(happens: (node: ModelNode) => void) {
  const { fleet } = watchedFleet('25.03.1');
  const records: JournalRecord[] = [];
  const journal = (record: JournalRecord) => void records.push(record);
  await runOn(fleet, 'apply', { play: keysOnly, confirm: { hold: true }, journal });
  const [, second] = fleet.nodes;
  if (second !== undefined) happens(second);
  const job = jobOf(records.find((record) => record.type === 'begin'));
  const report = await confirm(job, { append: async () => ok(null) }, worldOf(fleet, {}));
  const causes = report.problems.flatMap(({ problem }) =>
    problem.kind === 'rolled-back' ? [problem.cause] : [],
  );
  return { exit: exitCode(report), causes: causes.join(), endpoints: encapIps(fleet) };
}

describe('confirm rolls back', () => {
  const old = ['198.18.0.11', '198.18.0.12', '198.18.0.13'];

  test('where a node has reverted', async () => {
    const { exit, causes, endpoints } = await confirmedAfter(fireTimer);
    expect([exit, endpoints]).toEqual([8, old]);
    expect(causes).toContain('micro02: the time of run');
  });

  test('where a node has another value by now, which stays', async () => {
    const { exit, causes, endpoints } = await confirmedAfter(
      ({ row }) => void row.external_ids.set('ovn-encap-ip', '198.19.0.99'),
    );
    expect([exit, endpoints]).toEqual([8, [old[0], '198.19.0.99', old[2]]]);
    expect(causes).toContain('micro02: ');
  });
});

test('a rollback ends the timers of the held run, on nodes that need no write as well', async () => {
  const { fleet } = watchedFleet('25.03.1');
  await runOn(fleet, 'apply', { play: keysOnly, confirm: { hold: true } });
  const rollsBack = fleet.nodes[0]?.timer?.run ?? null;
  fleet.nodes[2]?.row.external_ids.set('mine', 'x');
  const { file, name, hosts, hostsPlace, cutover } = keysOnly;
  const task = { task: 'ovs_external_ids', args: { mine: 'x' }, place: hostsPlace };
  const play = { file, name, hosts, hostsPlace, cutover, tasks: [task] };
  const again = { run: '20260101T000000Z-0001', play, confirm: { rollsBack } };
  const report = await runOn(fleet, 'apply', again);
  expect(exitCode(report)).toBe(0);
  expect(report.nodes.flatMap(({ problems }) => problems)).toEqual([]);
  expect(fleet.nodes.map(({ timer }) => timer)).toEqual([null, null, null]);
});
