import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LockOwner } from '../../../src/model/lock.ts';
import { acquireLock, liveRuns, type LockRequest } from '../../../src/state/lock.ts';
import { startOf } from '../../../src/state/processes.ts';
import { temporaryFolder, valueOf } from '../../support/state.ts';

const host = 'ops1';
const noProcess = 2 ** 22 + 1;

async function request(differs: Partial<LockRequest> = {}): Promise<LockRequest> {
  const folder = differs.folder ?? (await temporaryFolder());
  await writeFile(join(folder, 'inventory.yaml'), '');
  return {
    folder,
    inventory: join(folder, 'inventory.yaml'),
    run: 'run-1',
    user: 'root',
    host,
    pid: process.pid,
    waitSeconds: 0,
    signal: new AbortController().signal,
    ...differs,
  };
}

async function theFile({ folder }: LockRequest): Promise<string> {
  const names = await readdir(join(folder, 'locks'));
  expect(names).toHaveLength(1);
  return join(folder, 'locks', names[0] ?? '');
}

/** Leaves the lock as an owner that differs from this process would. */
async function heldBy(given: LockRequest, differs: Partial<LockOwner>): Promise<LockOwner> {
  const lock = valueOf(await acquireLock(given));
  const file = await theFile(given);
  const owner = { ...JSON.parse(await readFile(file, 'utf8')), ...differs };
  await lock.release();
  await writeFile(file, JSON.stringify(owner));
  return owner;
}

const past = '2026-01-01T00:00:00.000Z';

describe('a lock', () => {
  test('says who holds it, to its owner only', async () => {
    const given = await request();
    const lock = valueOf(await acquireLock(given));
    expect(lock.tookOver).toBeNull();
    const file = await theFile(given);
    const owner = JSON.parse(await readFile(file, 'utf8'));
    const { inventory, run, user, pid } = given;
    const started = await startOf(process.pid);
    expect(owner).toMatchObject({ inventory, run, user, host, pid, started });
    expect(Date.parse(owner.expires) - Date.parse(owner.at)).toBeGreaterThan(23 * 3_600_000);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  });

  test('keeps others out, and names its owner', async () => {
    const given = await request();
    valueOf(await acquireLock(given));
    const refused = await acquireLock({ ...given, run: 'run-2' });
    const file = await theFile(given);
    const by: unknown = expect.objectContaining({ run: 'run-1', pid: process.pid });
    expect(refused).toEqual({ ok: false, error: { kind: 'locked', file, by, here: true } });
  });

  test('is of the inventory, whatever path leads to it', async () => {
    const given = await request();
    valueOf(await acquireLock(given));
    const alias = join(given.folder, 'alias.yaml');
    await symlink(given.inventory, alias);
    const other = await acquireLock({ ...given, inventory: alias });
    expect(other).toMatchObject({ error: { kind: 'locked' } });
    await writeFile(join(given.folder, 'other.yaml'), '');
    valueOf(await acquireLock({ ...given, inventory: join(given.folder, 'other.yaml') }));
    // A saved plan outlives its inventory.
    valueOf(await acquireLock({ ...given, inventory: join(given.folder, 'gone.yaml') }));
  });

  test('can be taken again once it is released, twice if need be', async () => {
    const given = await request();
    const lock = valueOf(await acquireLock(given));
    await lock.release();
    await lock.release();
    expect(await readdir(join(given.folder, 'locks'))).toEqual([]);
    expect(valueOf(await acquireLock(given)).tookOver).toBeNull();
  });

  test('is waited for', async () => {
    const given = await request();
    const lock = valueOf(await acquireLock(given));
    setTimeout(() => void lock.release(), 400);
    expect((await acquireLock({ ...given, waitSeconds: 30 })).ok).toBe(true);
  });

  test('is waited for no longer than asked, nor after the user has ended the run', async () => {
    const given = await request();
    valueOf(await acquireLock(given));
    expect(await acquireLock({ ...given, waitSeconds: 0.3 })).toMatchObject({
      error: { kind: 'locked' },
    });
    const controller = new AbortController();
    const problem = { kind: 'interrupted', signal: 'SIGINT' } as const;
    setTimeout(() => controller.abort(problem), 50);
    const waiting = { ...given, waitSeconds: 30, signal: controller.signal };
    expect(await acquireLock(waiting)).toEqual({ ok: false, error: problem });
  });
});

describe('a dead owner', () => {
  test.each<[string, Partial<LockOwner>]>([
    ['whose process is gone', { pid: noProcess }],
    ['whose process id is used again', { started: 'an earlier boot/1' }],
    ['on another host, whose lock has lapsed', { host: 'ops2', expires: past }],
  ])('%s loses the lock', async (_name, differs) => {
    const given = await request();
    const dead = await heldBy(given, differs);
    const lock = valueOf(await acquireLock({ ...given, run: 'run-2' }));
    expect(lock.tookOver).toEqual(dead);
    expect(JSON.parse(await readFile(await theFile(given), 'utf8')).run).toBe('run-2');
  });

  test.each<[string, Partial<LockOwner>, boolean]>([
    ['on another host', { host: 'ops2', pid: noProcess }, false],
    ['of whom it is not known when it began', { started: null }, true],
    ['at work for longer than a day', { expires: past }, true],
    ["as somebody else's process", { pid: 1, started: null }, true],
  ])('is not who is %s', async (_name, differs, here) => {
    const given = await request();
    const owner = await heldBy(given, differs);
    expect(await acquireLock(given)).toMatchObject({ error: { kind: 'locked', by: owner, here } });
  });

  test('does not stand in the way where it died while it took over', async () => {
    const given = await request();
    await heldBy(given, { pid: noProcess });
    const file = await theFile(given);
    const text = await readFile(file, 'utf8');
    // The claim on the lock's text, whose owner is gone, too.
    const claim = createHash('sha256').update(text).digest('hex').slice(0, 16);
    await writeFile(`${file}.${claim}`, text);
    expect(valueOf(await acquireLock(given)).tookOver?.pid).toBe(noProcess);
    expect(await theFile(given)).toBe(file);
  });
});

describe('a release', () => {
  test("leaves alone what is somebody else's by now", async () => {
    const given = await request();
    const lock = valueOf(await acquireLock(given));
    const file = await theFile(given);
    await writeFile(file, '{"of":"somebody else"}');
    await lock.release();
    expect(await readFile(file, 'utf8')).toBe('{"of":"somebody else"}');
  });

  test('after which the folder is gone is none of its business', async () => {
    const given = await request();
    const lock = valueOf(await acquireLock(given));
    await rm(join(given.folder, 'locks'), { recursive: true });
    await expect(lock.release()).resolves.toBeUndefined();
  });
});

describe('what cannot be a lock', () => {
  test('is named, and left for a person to remove', async () => {
    const given = await request();
    const lock = valueOf(await acquireLock(given));
    const file = await theFile(given);
    await lock.release();
    await writeFile(file, '{"run":1}');
    const error = { kind: 'lock-unusable', file, reason: 'it is not a lock of mcreconcile' };
    expect(await acquireLock(given)).toEqual({ ok: false, error });
    expect(await readFile(file, 'utf8')).toBe('{"run":1}');
  });

  test('is a folder that cannot be made', async () => {
    const given = await request();
    await writeFile(join(given.folder, 'locks'), '');
    expect(await acquireLock(given)).toMatchObject({ error: { kind: 'lock-unusable' } });
  });
});

test('the live runs are those that hold a lock', async () => {
  const given = await request();
  const live = (): Promise<ReadonlySet<string>> => liveRuns(given.folder, host);
  expect(await live()).toEqual(new Set());
  const lock = valueOf(await acquireLock(given));
  await mkdir(join(given.folder, 'locks', 'no-file.lock'));
  expect(await live()).toEqual(new Set(['run-1']));
  await lock.release();
  expect(await live()).toEqual(new Set());
});

test('a dead run is none of them', async () => {
  const given = await request();
  await heldBy(given, { pid: noProcess });
  expect(await liveRuns(given.folder, host)).toEqual(new Set());
});
