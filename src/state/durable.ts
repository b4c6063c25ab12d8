import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Makes a file appear with its whole text, or not at all; EEXIST where one is. */
export async function createWhole(file: string, text: string): Promise<void> {
  const temporary = await writeBeside(file, text);
  try {
    await link(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(file));
}

/** The same, in the place of a file that may be there. */
export async function replaceWhole(file: string, text: string, mode = 0o600): Promise<void> {
  const temporary = await writeBeside(file, text, mode);
  try {
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(file));
}

/** Makes a folder and its ancestors, for their owner only, and waits until the disk has them. */
export async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** A flushed file of another name in the same folder, which both link(2) and rename(2) need. */
async function writeBeside(file: string, text: string, mode = 0o600): Promise<string> {
  const temporary = join(dirname(file), `.mcreconcile-${randomUUID()}.tmp`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    // Exactly this one, whatever the umask takes away.
    await handle.chmod(mode);
    await handle.writeFile(text);
    await handle.datasync();
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return temporary;
}

/** A new name is on disk once its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder, and need not.
    if (!(error instanceof Error && 'code' in error && error.code === 'EINVAL')) throw error;
  } finally {
    await handle.close();
  }
}
