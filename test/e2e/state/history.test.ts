import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunEnd } from '../../../src/model/journal.ts';
import { stateFolder } from '../../../src/state/folder.ts';
import { acquireLock } from '../../../src/state/lock.ts';
import { mcreconcile, type CliOutcome } from '../../support/cli.ts';
import { begin, temporaryFolder, valueOf, writeJournal } from '../../support/state.ts';

const at = '2026-11-22T08:16:00.000Z';

async function state(): Promise<{ readonly home: string; readonly folder: string }> {
  const home = await temporaryFolder();
  return { home, folder: stateFolder({ XDG_STATE_HOME: home }, '/') };
}

function history(home: string, ...args: readonly string[]): Promise<CliOutcome> {
  return mcreconcile(['history', ...args], { env: { XDG_STATE_HOME: home } });
}

describe('history', () => {
  test('lists the runs that wrote something, newest last', async () => {
    const { home, folder } = await state();
    const ends: readonly RunEnd[] = ['changed', 'rolled-back', 'held'];
    for (const [n, end] of ends.entries())
      await writeJournal(folder, begin(`20261122T081500Z-000${n}`), { type: 'end', at, end });
    const { exit, stdout, stderr } = await history(home);
    expect([exit, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/-0000 .* changed [^]*-0001 .* rolled back [^]*-0002 .* held /);
    expect(stdout).toContain('mcreconcile rollback 20261122T081500Z-0002');
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('tells a run that died from one that runs', async () => {
    const { home, folder } = await state();
    const [dead, live] = ['20261122T081500Z-dead', '20261122T081500Z-11fe'];
    await writeJournal(folder, begin(dead));
    await writeJournal(folder, begin(live));
    const lock = await acquireLock({
      folder,
      inventory: 'inventory.yaml',
      run: live,
      user: 'root',
      host: hostname(),
      pid: process.pid,
      waitSeconds: 0,
      signal: new AbortController().signal,
    });
    const results = async (): Promise<unknown> =>
      JSON.parse((await history(home, '-o', 'json')).stdout).runs;
    expect(await results()).toMatchObject([
      { run: live, result: 'running' },
      { run: dead, result: 'died' },
    ]);
    await valueOf(lock).release();
    expect(await results()).toMatchObject([
      { run: live, result: 'died' },
      { run: dead, result: 'died' },
    ]);
  });

  test('shows a damaged journal, and the others with it', async () => {
    const { home, folder } = await state();
    await writeJournal(folder, begin('20261122T081500Z-0001'));
    await writeFile(join(folder, 'runs', '20261122T081500Z-0002.jsonl'), 'x\n');
    const { exit, stdout } = await history(home);
    expect(stdout).toMatch(/-0001 .* died [^]*-0002 .* unreadable[^]*the journal is damaged/);
    expect(exit).toBe(65);
  });

  test('of nothing is nothing', async () => {
    const { home } = await state();
    const none = { exit: 0, stdout: 'No run has written anything yet.\n', stderr: '' };
    expect(await history(home)).toEqual(none);
    // No home at all.
    expect(await mcreconcile(['history'])).toEqual(none);
    expect(JSON.parse((await history(home, '-o', 'json')).stdout).runs).toEqual([]);
  });

  test('that cannot be read says so', async () => {
    const { home, folder } = await state();
    await writeFile(folder, '');
    const { exit, stdout, stderr } = await history(home);
    expect([exit, stdout]).toEqual([65, '']);
    expect(stderr).toContain(`${folder}/runs cannot be read: a part of`);
    const json = await history(home, '-o', 'json');
    expect(JSON.parse(json.stdout).problems).toMatchObject([{ kind: 'file-unreadable' }]);
    expect(json.exit).toBe(65);
  });

  test('takes no argument', async () => {
    const { exit, stderr } = await mcreconcile(['history', 'inventory.yaml']);
    expect(stderr).toContain('too many arguments');
    expect(exit).toBe(64);
  });
});

test('a state folder that cannot be is no matter to who only reads', async () => {
  const folder = await temporaryFolder();
  const inventory = join(folder, 'i.yaml');
  await writeFile(inventory, 'nodes: { micro01: { underlay: { interface: eth1 } } }\n');
  const env = { XDG_STATE_HOME: '/dev/null/x' };
  expect((await mcreconcile(['validate', inventory], { env })).exit).toBe(0);
});
