import { Buffer } from 'node:buffer';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import type { Journal } from '../engine/ports.ts';
import type { Begin, JournalRecord } from '../model/journal.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { createWhole, makeFolder } from './durable.ts';
import { runFile } from './run-file.ts';
import { attempt } from './system-error.ts';

/** The journal of one run, open for more records. */
export interface OpenJournal extends Journal {
  close(): Promise<void>;
}

type Opened = Promise<Result<OpenJournal, Problem>>;

/** Begins the journal of a new run; it is on disk when this returns. */
export async function createJournal(folder: string, begin: Begin): Opened {
  const file = runFile(folder, begin.run);
  if (!file.ok) return file;
  const created = await attempt(async () => {
    await makeFolder(dirname(file.value));
    await createWhole(file.value, lineOf(withoutVars(begin)));
  });
  if (!created.ok) return err(unwritable(file.value, created.error.reason));
  return openFile(file.value);
}

/** Opens the journal of an earlier run, to say what became of it. */
export async function openJournal(folder: string, run: string): Opened {
  const file = runFile(folder, run);
  return file.ok ? openFile(file.value) : file;
}

async function openFile(file: string): Opened {
  const opened = await attempt(() => open(file, constants.O_RDWR | constants.O_APPEND));
  if (!opened.ok) return err(unwritable(file, opened.error.reason));
  const oneByOne = pLimit(1);
  return ok({
    append: (record) => oneByOne(() => append(opened.value, file, record)),
    close: () => opened.value.close(),
  });
}

async function append(
  handle: FileHandle,
  file: string,
  record: JournalRecord,
): Promise<Result<null, Problem>> {
  const done = await attempt(async () => {
    const end = await cutTornLine(handle);
    try {
      await handle.appendFile(lineOf(record));
      await handle.datasync();
    } catch (error) {
      // What is called failed shall not be there; where even this fails, the next append cuts it.
      await attempt(() => handle.truncate(end));
      throw error;
    }
  });
  return done.ok ? ok(null) : err(unwritable(file, done.error.reason));
}

/** Takes away what a crash or a full disk left of a line; returns where the last whole one ends. */
async function cutTornLine(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  if (size === 0 || (await bytes(handle, size - 1, size)).at(-1) === newline) return size;
  const end = (await bytes(handle, 0, size)).lastIndexOf(newline) + 1;
  await handle.truncate(end);
  return end;
}

const newline = 0x0a;

async function bytes(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.subarray(0, bytesRead);
}

/** JSON writes a line break within a text as `\n`: a record is one line. */
function lineOf(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** Variables may hold secrets, and no undo needs them. */
function withoutVars(begin: Begin): Begin {
  const nodes = begin.nodes.map((node) => ({ ...node, spec: { ...node.spec, vars: {} } }));
  return { ...begin, nodes };
}

function unwritable(file: string, reason: string): Problem {
  return { kind: 'journal-unwritable', file, reason };
}
