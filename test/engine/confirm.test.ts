import { describe, expect, test } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { confirm, type ConfirmJob } from '../../src/engine/confirm.ts';
import type { Begin, JournalRecord } from '../../src/model/journal.ts';
import type { Problem } from '../../src/problems/problem.ts';
import { err, ok } from '../../src/model/result.ts';
import { encapIps, runOn, worldOf, type RunOptions } from '../support/builders.ts';
import { keysOnly, watchedFleet, type Purpose } from '../support/watched-fleet.ts';

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

function jobOf(begin: Begin | undefined): ConfirmJob {
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

const sigint: Problem = { kind: 'interrupted', signal: 'SIGINT' };
