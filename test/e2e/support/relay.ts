import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Ovsdb } from './ovsdb.ts';

/** Stands between a client and its database, and knows when the client is about to write. */
export interface Relay {
  readonly socket: string;
  /** How many transactions with a write have come by. */
  commits(): number;
  stop(): void;
}

/**
 * Forwards everything both ways, in order; each transaction that writes waits for `beforeCommit`,
 * which gets its number, from 1 on. What a client sent is forwarded even when it has died since.
 */
export async function startRelay(
  { folder, socket: real }: Pick<Ovsdb, 'folder' | 'socket'>,
  beforeCommit: (number: number) => Promise<void> | void,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  let commits = 0;
  const server = createServer((client) => {
    const database = connect(real);
    for (const each of [client, database]) sockets.add(each.on('error', () => undefined));
    database.pipe(client);
    void forward(client, database, async () => beforeCommit((commits += 1)));
  });
  const socket = join(folder, 'relay.sock');
  await once(server.listen(socket), 'listening');
  return {
    socket,
    commits: () => commits,
    stop: () => {
      server.close();
      for (const each of sockets) each.destroy();
    },
  };
}

/** Cuts a stream into its JSON objects: nothing stands between them, and pieces end anywhere. */
export function messageCutter(): (piece: Buffer) => readonly Buffer[] {
  let pending = Buffer.alloc(0);
  let [scanned, depth, quoted, escaped] = [0, 0, false, false];
  // Bytes, not characters: of UTF-8 no part of a longer character looks like one of these.
  const step = (byte: string): void => {
    if (quoted) [quoted, escaped] = [escaped || byte !== '"', !escaped && byte === '\\'];
    else if (byte === '"') quoted = true;
    else if (byte === '{') depth += 1;
    else if (byte === '}') depth -= 1;
  };
  return (piece) => {
    pending = Buffer.concat([pending, piece]);
    const found: Buffer[] = [];
    for (; scanned < pending.length; scanned += 1) {
      const byte = String.fromCharCode(pending[scanned] ?? 0);
      step(byte);
      if (depth > 0 || quoted || byte !== '}') continue;
      found.push(pending.subarray(0, scanned + 1));
      pending = pending.subarray(scanned + 1);
      scanned = -1;
    }
    return found;
  };
}

async function forward(
  client: Socket,
  database: Socket,
  beforeCommit: () => Promise<void>,
): Promise<void> {
  try {
    for await (const message of messagesOf(client)) {
      if (isCommit(message)) await beforeCommit();
      database.write(message);
    }
  } catch {
    // The client died of its alarm: what it had sent is forwarded already.
  }
  database.end();
}

async function* messagesOf(client: Socket): AsyncGenerator<Buffer> {
  const cut = messageCutter();
  for await (const piece of client) yield* cut(piece);
}

const writes = ['delete', 'insert', 'mutate', 'update'];

function isCommit(message: Buffer): boolean {
  const { method, params }: { method?: string; params?: { op?: string }[] } = JSON.parse(
    message.toString(),
  );
  return method === 'transact' && (params ?? []).some(({ op = '' }) => writes.includes(op));
}
