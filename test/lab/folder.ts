import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LabError } from './error.ts';
import { end, identify, isAlive, linkGone, type Link, type ProcessId } from './processes.ts';

interface State {
  format: 'mcreconcile.lab/1';
  /** First the process that starts the lab, then its keeper. */
  owner: ProcessId | null;
  link: Link | null;
}

/** Makes the folder this process's own, or says whose it is. */
export async function claimFolder(dir: string | undefined): Promise<string> {
  if (dir === undefined) return claim(await mkdtemp(join(tmpdir(), 'mclab-')));
  const folder = resolve(dir);
  if (await isOccupied(folder)) await removeLeftover(folder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return claim(folder);
}

export function recordKeeper(folder: string, owner: ProcessId, link: Link): void {
  const path = join(folder, 'state.json');
  writeFileSync(`${path}.new`, toJson({ format, owner, link }));
  renameSync(`${path}.new`, path);
}

/** Ends the lab that runs in a folder, whoever started it. */
export async function endLab(dir: string): Promise<void> {
  const folder = resolve(dir);
  const { owner, link } = stateOf(folder);
  if (owner !== null) await end(owner);
  if (link !== null) await linkGone(link);
  await removeFolder(folder);
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

const format = 'mcreconcile.lab/1';

async function claim(folder: string): Promise<string> {
  const state: State = { format, owner: identify(process.pid), link: null };
  try {
    await writeFile(join(folder, 'state.json'), toJson(state), { flag: 'wx' });
  } catch (error) {
    throw isCode(error, 'EEXIST') ? runningIn(folder) : error;
  }
  return folder;
}

async function isOccupied(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

async function removeLeftover(folder: string): Promise<void> {
  const { owner } = stateOf(folder);
  if (owner !== null && isAlive(owner)) throw runningIn(folder);
  await removeFolder(folder);
}

/** Nothing is ever removed that does not say of itself that it is a lab. */
function stateOf(folder: string): State {
  try {
    const state: unknown = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
    if (isState(state)) return state;
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !(error instanceof SyntaxError)) throw error;
  }
  throw new LabError(`There is no lab in ${folder}.`);
}

function isState(value: unknown): value is State {
  return (
    typeof value === 'object' && value !== null && 'format' in value && value.format === format
  );
}

function runningIn(folder: string): LabError {
  return new LabError(`A lab is running in ${folder}. End it first, or choose another folder.`);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function toJson(state: State): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}
