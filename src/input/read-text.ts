import { Buffer, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { invalid } from './invalid.ts';

/** The text of a small UTF-8 file, or of a stream that stands for it. */
export async function readText(
  file: string,
  stream?: AsyncIterable<Uint8Array>,
): Promise<Result<string, readonly Problem[]>> {
  const bytes = await readBytes(file, 4, stream);
  if (!bytes.ok) return err([bytes.error]);
  if (!isUtf8(bytes.value)) return err([notUtf8(file, bytes.value)]);
  return ok(new TextDecoder().decode(bytes.value));
}

/** The files under a folder, by their paths in it, and its folders as `name/`; none where there is no such folder. */
export async function filesUnder(folder: string, levels = 8): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.map(async (name) => {
    const path = `${folder}/${name}`;
    // A link counts as what it leads to; where that is nothing, reading tells.
    const isFolder = await stat(path).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (!isFolder) return [name];
    // Links can go round in circles.
    const inner = levels === 0 ? [] : await filesUnder(path, levels - 1);
    return [`${name}/`, ...inner.map((each) => `${name}/${each}`)];
  });
  return (await Promise.all(found)).flat();
}

/** The bytes of a file that is no larger than so many MiB. */
export async function readBytes(
  file: string,
  mebibytes: number,
  // One byte more than the limit: enough to tell, and a device file ends here too.
  stream: AsyncIterable<Uint8Array> = createReadStream(file, { end: mebibytes * 2 ** 20 }),
): Promise<Result<Uint8Array, Problem>> {
  const limit = mebibytes * 2 ** 20;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      if ((length += chunk.length) > limit) break;
    }
  } catch (error) {
    return err({ kind: 'file-unreadable', file, reason: reasonOf(error) });
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length <= limit) return ok(bytes);
  return err({ kind: 'file-unreadable', file, reason: `it is larger than ${mebibytes} MiB` });
}

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return reasons[String(code)] ?? String(error instanceof Error ? error.message : error);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  ELOOP: 'its symbolic links go round in circles',
};

function notUtf8(file: string, bytes: Uint8Array): Problem {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // Decoded with replacement characters and encoded again, the first difference is the culprit.
  const again = Buffer.from(text);
  const offset = bytes.findIndex((byte, at) => byte !== again[at]);
  const before = new TextDecoder().decode(bytes.subarray(0, offset)).split('\n');
  const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 };
  return invalid(place, {
    cause: `byte ${offset} of the file is not UTF-8`,
    instead: 'save the file as UTF-8',
  });
}
