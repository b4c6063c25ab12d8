import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { snapSh } from '../../../src/generated/scripts.js';
import { parseSnap } from '../../../src/remote/facts/snap.ts';
import { scriptOf } from '../../../src/remote/question.ts';
import { frameOf } from '../../support/shell.ts';
import { snapStandIn, type SnapOptions } from '../../support/snapd.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snap-'));
  for (const name of ['bin', 'snap/microovn']) await mkdir(join(folder, name), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the real script, in a folder that stands for the root; null: there is no snapd. */
async function read(snap: SnapOptions | null, asks = true) {
  const bin = join(folder, 'bin');
  if (snap !== null) await writeFile(join(bin, 'snap'), snapStandIn(snap), { mode: 0o755 });
  const rooted = snapSh.replaceAll(/(?<!\w)(?=\/(var\/)?snap\/)/g, folder);
  const script = scriptOf({ ask_snap: asks ? 'yes' : '' }, rooted, 'frame snap read_snap');
  return parseSnap(await frameOf('snap', script, { env: { PATH: `${bin}:/usr/bin:/bin` } }));
}

/** So many minutes from now, as `--abs-time` prints it. */
function minutes(count: number): string {
  return new Date(Date.now() + count * 60_000).toISOString().replace(/\.\d+/, '');
}

const unknown = { revision: null, held: null, refreshIn: null };

describe('the snap of MicroOVN', () => {
  test.each([
    ['is free', {}, { revision: '667', held: false }],
    ['is held', { notes: 'in-cohort,held' }, { revision: '667', held: true }],
    ['was installed by hand', { revision: 'x12', notes: 'devmode' }, { revision: 'x12' }],
  ])('%s', async (_name, options, expected) => {
    expect(await read(options)).toMatchObject(expected);
  });

  test.each([
    ['is next', `next: ${minutes(30)}`, 30],
    ['is overdue, in another time zone', `next: ${minutes(-30).replace('Z', '+00:00')}`, -30],
    ['comes when the hold ends', `hold: ${minutes(90)}\nnext: ${minutes(30)} (but held)`, 90],
    ['comes after the hold', `hold: ${minutes(30)}\nnext: ${minutes(90)}`, 90],
  ])('is refreshed by what %s', async (_name, times, expected) => {
    const { refreshIn } = (await read({ times })) ?? {};
    expect(Math.abs(Number(refreshIn) - expected * 60)).toBeLessThan(30);
  });

  test.each([
    ['forever', `hold: forever\nnext: ${minutes(30)} (but held)`, 'held'],
    ['nobody knows when', 'next: n/a', null],
    ['nobody knows when', 'next: tomorrow', null],
    ['nobody knows when', 'next: 2026-11-25Tx:\\`touch\\`', null],
  ])('is held, %s', async (_name, times, expected) => {
    expect((await read({ times }))?.refreshIn).toBe(expected);
  });
});

describe('nothing is said', () => {
  test('without snapd', async () => {
    expect(await read(null)).toBeNull();
  });

  test('without the snap', async () => {
    await rm(join(folder, 'snap'), { recursive: true });
    expect(await read({})).toBeNull();
  });

  test('where it is not asked for', async () => {
    expect(await read({ before: `touch ${folder}/ran` }, false)).toBeNull();
    await expect(rm(join(folder, 'ran'))).rejects.toThrow('ENOENT');
  });
});

describe('nothing is known', () => {
  test.each([
    ['snapd fails', 'exit 1'],
    ['snapd is denied', "echo 'error: access denied' >&2; exit 1"],
    ['snapd prints garbage', "printf 'microovn\\nnext:\\nhold'; exit 0"],
  ])('where %s', async (_name, before) => {
    expect(await read({ before })).toEqual(unknown);
  });

  test('where snapd hangs', { timeout: 20_000 }, async () => {
    expect(await read({ before: 'sleep 60' })).toEqual(unknown);
  });

  test('whatever it prints, the parser does not throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(1), (stdout, exit) => {
        expect(parseSnap({ exit, stdout, stderr: '' }) === null).toBe(exit === 1);
      }),
    );
  });
});
