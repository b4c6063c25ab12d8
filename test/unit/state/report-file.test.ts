import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { saveReport } from '../../../src/state/report-file.ts';
import { temporaryFolder } from '../../support/state.ts';

test('a report takes the place of the one before, and its mode', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'report.json');
  expect(await saveReport(file, 'one')).toMatchObject({ ok: true });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await chmod(file, 0o644);
  expect(await saveReport(file, 'two')).toMatchObject({ ok: true });
  expect(await readFile(file, 'utf8')).toBe('two');
  expect((await stat(file)).mode & 0o777).toBe(0o644);
  expect(await readdir(folder)).toEqual(['report.json']);
});

test.each([
  ['a folder', 'it is a directory', (path: string) => mkdir(path)],
  ['a link', 'it is a symbolic link', (path: string) => symlink('kept', path)],
  ['a link to nowhere', 'it is a symbolic link', (path: string) => symlink('nowhere', path)],
])('%s stays what it is', async (_name, reason, make) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'kept'), 'kept');
  const file = join(folder, 'there');
  await make(file);
  const problem = { kind: 'report-unsaved', file, reason };
  expect(await saveReport(file, 'new')).toEqual({ ok: false, error: problem });
  expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('kept');
  expect(await readdir(folder)).toEqual(['kept', 'there']);
});

test.each([
  ['/dev/null', 'it is a device, a pipe or a socket'],
  ['/nonexistent/report.json', 'there is no such file or folder'],
  ['/dev/null/report.json', 'a part of its path is not a directory'],
])('%s gets none', async (file, reason) => {
  const problem = { kind: 'report-unsaved', file, reason };
  expect(await saveReport(file, 'new')).toEqual({ ok: false, error: problem });
});
