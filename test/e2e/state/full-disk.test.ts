import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createJournal } from '../../../src/state/journal.ts';
import { savePlan } from '../../../src/state/plan-file.ts';
import { saveReport } from '../../../src/state/report-file.ts';
import { readRun } from '../../../src/state/runs.ts';
import { begin, temporaryFolder, valueOf } from '../../support/state.ts';
import { describeLab } from '../../support/lab.ts';

const run = '20261122T081500Z-7f3a';
const at = '2026-11-22T08:16:00.000Z';
const reason = 'the disk is full';

/** A disk of 64 KiB. */
async function smallDisk(): Promise<string> {
  const folder = await temporaryFolder();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'mcreconcile-test', folder]);
  onTestFinished(() => void execFileSync('umount', [folder]));
  return folder;
}

describeLab('a full disk', () => {
  test('ends a journal with its last whole line, and room makes it go on', async () => {
    const folder = await smallDisk();
    const journal = valueOf(await createJournal(folder, begin(run)));
    await writeFile(join(folder, 'room'), 'x'.repeat(16_384));
    const name = 'x'.repeat(5_000);
    const written = await fill(() => journal.append({ type: 'stage', at, name }));
    expect(written.last).toMatchObject({ error: { kind: 'journal-unwritable', reason } });
    const read = valueOf(await readRun(folder, run));
    expect(read.stage).toBe(written.count === 0 ? null : name);
    await rm(join(folder, 'room'));
    valueOf(await journal.append({ type: 'end', at, end: 'rolled-back' }));
    expect(valueOf(await readRun(folder, run)).end).toBe('rolled-back');
    await journal.close();
  });

  test('begins no journal, and leaves nothing of one', async () => {
    const folder = await smallDisk();
    const nodes = Array.from({ length: 200 }, () => begin(run).nodes).flat();
    const created = await createJournal(folder, begin(run, { nodes }));
    expect(created).toMatchObject({ error: { kind: 'journal-unwritable', reason } });
    expect(await readdir(join(folder, 'runs'))).toEqual([]);
  });

  test('leaves the old plan whole', async () => {
    const folder = await smallDisk();
    const file = join(folder, 'a.plan');
    const old = '{ "format": "mcreconcile.plan/1" }';
    await writeFile(file, old);
    const inventory = { file: 'i', nodes: [] };
    const play = {
      file: 'p',
      name: 'x'.repeat(100_000),
      hosts: 'all',
      hostsPlace: { file: 'p', line: 1, column: 1 },
      cutover: 'auto',
      tasks: [],
    } as const;
    const plan = {
      format: 'mcreconcile.plan/1',
      nodes: [],
      problems: [],
      strategy: null,
      stages: [],
    } as const;
    const content = { run, at, inventory, play, selected: [], allow: [], plan };
    expect(await savePlan(file, content, '1.2.3')).toMatchObject({ error: { reason } });
    expect(await readdir(folder)).toEqual(['a.plan']);
  });

  test('leaves the old report whole', async () => {
    const folder = await smallDisk();
    const file = join(folder, 'report.json');
    await writeFile(file, 'old');
    const saved = await saveReport(file, 'x'.repeat(100_000));
    expect(saved).toEqual({ ok: false, error: { kind: 'report-unsaved', file, reason } });
    expect(await readdir(folder)).toEqual(['report.json']);
    expect(await readFile(file, 'utf8')).toBe('old');
  });
});

/** Does something until it fails. */
async function fill<T extends { readonly ok: boolean }>(
  write: () => Promise<T>,
): Promise<{ readonly count: number; readonly last: T }> {
  for (let count = 0; ; count += 1) {
    const last = await write();
    if (!last.ok) return { count, last };
  }
}
