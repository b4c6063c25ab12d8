import type { Readable } from 'node:stream';
import type { Outcome } from '../engine/ports.ts';

/** What a script printed, gathered as it comes. */
export interface Output {
  /** Decoded as a whole, so that no character is torn at a chunk border. */
  read(): Pick<Outcome, 'stdout' | 'stderr'>;
}

/** Consumes both streams; calls `overflow` when one of them brings more than `limit` bytes. */
export function gather(
  streams: { readonly stdout: Readable; readonly stderr: Readable },
  limit: number,
  overflow: () => void,
): Output {
  const stdout = gatherOne(streams.stdout, limit, overflow);
  const stderr = gatherOne(streams.stderr, limit, overflow);
  return { read: () => ({ stdout: stdout(), stderr: stderr() }) };
}

function gatherOne(stream: Readable, limit: number, overflow: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else overflow();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
