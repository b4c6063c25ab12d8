import { appendFile, mkdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../../src/model/journal.ts';
import { createJournal, openJournal } from '../../../src/state/journal.ts';
import { listRuns, readRun } from '../../../src/state/runs.ts';
import { parseRecords } from '../../../src/state/records.ts';
import { spec } from '../../support/builders.ts';
import { begin, reopened, temporaryFolder, valueOf, writeJournal } from '../../support/state.ts';

const run = '20261122T081500Z-7f3a';
const at = '2026-11-22T08:16:00.000Z';

async function journalOf(...records: readonly JournalRecord[]): Promise<string> {
  const folder = await temporaryFolder();
  await writeJournal(folder, begin(run), ...records);
  return folder;
}

const file = (folder: string): string => join(folder, 'runs', `${run}.jsonl`);

describe('a journal', () => {
  test('is read back as it was written', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    const ends = ['changed', 'held', 'confirmed', 'rolled-back', 'half-done', 'refused'] as const;
    const record = fc.oneof(
      text.map((name): JournalRecord => ({ type: 'stage', at, name })),
      text.map((cause): JournalRecord => ({ type: 'rollback', at, cause })),
      fc.constantFrom(...ends).map((end): JournalRecord => ({ type: 'end', at, end })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 8 }), async (records) => {
        const folder = await journalOf(...records);
        const read = parseRecords(await readFile(file(folder)), 'journal');
        expect(read).toEqual({ ok: true, value: [begin(run), ...records] });
      }),
      { numRuns: 30 },
    );
  });

  test('sums up to where the run came', async () => {
    const stage: JournalRecord = { type: 'stage', at, name: 'move' };
    const held: JournalRecord = { type: 'end', at, end: 'held' };
    const back: JournalRecord = { type: 'rollback', at, cause: 'asked for' };
    const base = { begin: begin(run), stage: 'move', rollback: null, lastAt: at };
    const read = async (...records: readonly JournalRecord[]): Promise<unknown> =>
      valueOf(await readRun(await journalOf(...records), run));
    expect(await read()).toEqual({ ...base, stage: null, end: null, lastAt: begin(run).at });
    expect(await read(stage)).toEqual({ ...base, end: null });
    expect(await read(stage, held)).toEqual({ ...base, end: 'held' });
    // Who puts a held run back and dies leaves a run that has not ended.
    expect(await read(stage, held, back)).toEqual({ ...base, rollback: 'asked for', end: null });
  });

  test('is for its owner only', async () => {
    const folder = await journalOf();
    const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
    expect(await mode(file(folder))).toBe(0o600);
    expect(await mode(join(folder, 'runs'))).toBe(0o700);
  });

  test('holds no variables of the inventory', async () => {
    const folder = await temporaryFolder();
    const node = { spec: spec(1, { vars: { password: 'hunter2' } }), changes: [] };
    await writeJournal(folder, begin(run, { nodes: [node] }));
    expect(await readFile(file(folder), 'utf8')).not.toMatch(/password|hunter2/);
    expect(valueOf(await readRun(folder, run)).begin.nodes[0]?.spec.vars).toEqual({});
  });

  test('takes records one after the other, even when asked for all at once', async () => {
    const folder = await journalOf();
    const journal = await reopened(folder, run);
    const names = Array.from({ length: 20 }, (_, n) => `stage ${n}`);
    await Promise.all(names.map((name) => journal.append({ type: 'stage', at, name })));
    const read = valueOf(parseRecords(await readFile(file(folder)), 'journal'));
    expect(read.flatMap((record) => (record.type === 'stage' ? [record.name] : []))).toEqual(names);
  });

  test('is never begun twice', async () => {
    const folder = await journalOf();
    const again = await createJournal(folder, begin(run));
    expect(again).toMatchObject({ error: { kind: 'journal-unwritable', file: file(folder) } });
    expect(valueOf(await readRun(folder, run)).begin).toEqual(begin(run));
  });
});

describe('a torn last line', () => {
  test('is tolerated, wherever it is torn, and cut off by the next record', async () => {
    const whole = await readFile(file(await journalOf({ type: 'stage', at, name: 'Zürich' })));
    const first = whole.indexOf('\n') + 1;
    for (let length = first; length < whole.length; length += 7) {
      const folder = await journalOf({ type: 'stage', at, name: 'Zürich' });
      await truncate(file(folder), length);
      expect(valueOf(await readRun(folder, run)).stage).toBeNull();
      const journal = await reopened(folder, run);
      valueOf(await journal.append({ type: 'end', at, end: 'rolled-back' }));
      expect(valueOf(await readRun(folder, run))).toMatchObject({
        stage: null,
        end: 'rolled-back',
      });
    }
  });

  test('leaves no doubt of the lines before it', async () => {
    const folder = await journalOf({ type: 'end', at, end: 'held' });
    await appendFile(file(folder), '{"type":"end","at":"2026');
    expect(valueOf(await readRun(folder, run)).end).toBe('held');
  });
});

describe('damage', () => {
  const first = JSON.stringify(begin(run));
  test.each([
    ['garbage in the middle', `${first}\nx\n{"type":"end"}\n`, 2, 'this is no JSON'],
    ['an unknown record', `${first}\n{"type":"begun"}\n`, 2, 'this is no record of a journal'],
    ['a hostile type', `${first}\n{"type":{"toString":1}}\n`, 2, 'this is no record of a journal'],
    ['a missing key', `${first}\n{"type":"stage","name":"x"}\n`, 2, "property 'at'"],
    ['an unknown end', `${first}\n{"type":"end","at":"${at}","end":"x"}\n`, 2, '/end'],
    ['a second beginning', `${first}\n${first}\n`, 2, 'one beginning'],
    ['no beginning', `{"type":"end","at":"${at}","end":"held"}\n`, 1, 'one beginning'],
    ['nothing', '', 1, 'it holds no record'],
    ['a torn beginning', first, 1, 'it holds no record'],
    ['the journal of another run', `${JSON.stringify(begin('other'))}\n`, 1, 'of another run'],
    ['a format of tomorrow', `${first.replace('nal/1', 'nal/2')}\n`, 1, '/format'],
    ['a blank line', `${first}\n\n`, 2, 'this is no JSON'],
  ])('%s is named with its line, and hides no other run', async (_name, text, line, says) => {
    const folder = await journalOf();
    const other = '20261122T091500Z-0000';
    await writeJournal(folder, begin(other));
    await writeFile(file(folder), text);
    const { runs } = valueOf(await listRuns(folder));
    expect(runs.map(({ run }) => run)).toEqual([other, run]);
    expect(runs[0]?.record.ok).toBe(true);
    const reason: unknown = expect.stringContaining(says);
    const error = { kind: 'journal-damaged', file: file(folder), line, reason };
    expect(runs[1]?.record).toEqual({ ok: false, error });
  });

  test('bytes that are no UTF-8 are damage, too', async () => {
    const folder = await journalOf();
    await appendFile(file(folder), Buffer.from([0x22, 0xff, 0x22, 0x0a]));
    expect(await readRun(folder, run)).toMatchObject({
      error: { kind: 'journal-damaged', line: 2 },
    });
  });

  test('a journal beyond all measure is not read', async () => {
    const folder = await journalOf();
    await truncate(file(folder), 65 * 2 ** 20);
    const reason = 'it is larger than 64 MiB';
    expect(await readRun(folder, run)).toMatchObject({
      error: { kind: 'file-unreadable', reason },
    });
  });
});

describe('what the disk refuses is an outcome:', () => {
  test('a folder that cannot be made', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'runs'), 'a file is in the way');
    const created = await createJournal(folder, begin(run));
    expect(created).toMatchObject({ ok: false, error: { kind: 'journal-unwritable' } });
  });

  test('a full disk', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'runs'));
    await symlink('/dev/full', file(folder));
    const journal = await reopened(folder, run);
    const error = { kind: 'journal-unwritable', file: file(folder), reason: 'the disk is full' };
    expect(await journal.append({ type: 'end', at, end: 'held' })).toEqual({ ok: false, error });
  });

  test('a journal that is not there', async () => {
    const opened = await openJournal(await temporaryFolder(), run);
    expect(opened).toMatchObject({ ok: false, error: { kind: 'journal-unwritable' } });
  });
});

describe('runs', () => {
  test('of a folder that is not there are none', async () => {
    const folder = join(await temporaryFolder(), 'nothing');
    expect(await listRuns(folder)).toEqual({ ok: true, value: { runs: [], older: 0 } });
  });

  test('of the same second are in the order of their beginnings', async () => {
    const folder = await temporaryFolder();
    const [first, then] = ['20261122T081500Z-ffff', '20261122T081500Z-0000'];
    await writeJournal(folder, begin(first, { at: '2026-11-22T08:15:00.100Z' }));
    await writeJournal(folder, begin(then, { at: '2026-11-22T08:15:00.900Z' }));
    const { runs } = valueOf(await listRuns(folder));
    expect(runs.map(({ run }) => run)).toEqual([then, first]);
  });

  test('are the newest 50, and files of other names are left alone', async () => {
    const folder = await journalOf();
    const runs = Array.from({ length: 55 }, (_, n) => `20261123T0815${10 + n}Z-7f3a`);
    for (const each of runs) await writeJournal(folder, begin(each));
    await writeFile(join(folder, 'runs', '.mcreconcile-x.tmp'), '');
    const list = valueOf(await listRuns(folder));
    expect(list.older).toBe(6);
    expect(list.runs.map(({ run }) => run)).toEqual(runs.toReversed().slice(0, 50));
  });

  test.each(['../locks/x', '', 'a/b', '.', 'x'.repeat(100), 'nobody', 'a\0b'])(
    'a run named %j is none, and no path',
    async (name) => {
      const folder = await journalOf();
      expect(await readRun(folder, name)).toMatchObject({ ok: false, error: { kind: 'usage' } });
    },
  );
});
