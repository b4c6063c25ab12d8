import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/state.ts';

const script = fileURLToPath(new URL('lock-user.ts', import.meta.url));

interface Ended {
  readonly signal: unknown;
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function lockUser(folder: string, name: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const argv = ['--import', 'tsx', script, folder, name, ...args];
    execFile(process.execPath, argv, (error, stdout, stderr) => {
      resolve({ signal: error?.signal ?? null, code: error?.code ?? 0, stdout, stderr });
    });
  });
}

const good = { signal: null, code: 0, stderr: '' };

test('two processes that race for a lock are never inside together', async () => {
  const folder = await temporaryFolder();
  const users = ['a', 'b'].map((name) => lockUser(folder, name, '300'));
  expect(await Promise.all(users)).toEqual([
    { ...good, stdout: '' },
    { ...good, stdout: '' },
  ]);
  expect(await readdir(join(folder, 'locks'))).toEqual([]);
});

test('of many that find the owner dead, one takes over, and the others wait', async () => {
  for (let again = 0; again < 2; again += 1) {
    const folder = await temporaryFolder();
    expect(await lockUser(folder, 'dead', '1', 'dies')).toMatchObject({ signal: 'SIGKILL' });
    const users = ['a', 'b', 'c', 'd'].map((name) => lockUser(folder, name, '10'));
    const ended = await Promise.all(users);
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      ended.map(() => ({ code: 0, stderr: '' })),
    );
    expect(ended.map(({ stdout }) => stdout).join('')).toBe('took over\n');
    expect(await readdir(join(folder, 'locks'))).toEqual([]);
  }
});

test('who dies inside again and again is taken over each time', async () => {
  const folder = await temporaryFolder();
  const mortal = ['a', 'b', 'c', 'd'].map((name) => lockUser(folder, name, '20', 'dies'));
  const ended = await Promise.all([...mortal, lockUser(folder, 'e', '100')]);
  expect(ended.map(({ signal }) => signal)).toEqual([...mortal.map(() => 'SIGKILL'), null]);
  expect(ended.map(({ stderr }) => stderr).join('')).toBe('');
});
