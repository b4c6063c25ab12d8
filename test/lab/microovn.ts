import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { LabNode } from './node.ts';

/** The folders of a node's MicroOVN snap, and whoever listens on its control socket. */
export interface StandIn {
  /** Answers `GET /core/1.0` with this body, and others by path; null: takes the request and says nothing. */
  listen(body: string | null, others?: Readonly<Record<string, string>>): Promise<void>;
  /** Nobody listens any more, and the socket is gone. */
  close(): Promise<void>;
}

/** Gives a node the folders of the snap, in modes as the snap has them. */
export async function installMicroovn(node: LabNode): Promise<StandIn> {
  // The node's /var/log is a folder of this machine, where a socket has two ends.
  const folder = join(node.dir, 'log/microovn');
  await mkdir(folder);
  await ownSnaps(node);
  await node.sh(folders);
  let server: Server | null = null;
  const close = async () => {
    const closed = server === null ? null : once(server, 'close');
    server?.close().closeAllConnections();
    server = null;
    await closed;
  };
  const listen: StandIn['listen'] = async (core, others = {}) => {
    await close();
    server = createServer(({ method, url = '' }, response) => {
      const body = url === '/core/1.0' ? core : others[url];
      if (method !== 'GET' || body === undefined) response.writeHead(404).end();
      else if (body !== null) response.end(body);
    });
    server.listen(join(folder, 'control.socket'));
    await once(server, 'listening');
  };
  return { listen, close };
}

/** A /var/snap of the node's own; /var is this machine's, and nothing is to be left there. */
export async function ownSnaps(node: LabNode): Promise<void> {
  await node.sh(ownVar);
}

const ownVar = `
set -e
mkdir /run/var
mount --rbind /var /run/var
mount -t tmpfs tmpfs /var
for path in /run/var/*; do
  place=/var/\${path##*/}
  if [ -d "$path" ] && [ ! -L "$path" ]; then
    mkdir "$place"
    mount --rbind "$path" "$place"
  else
    cp -P "$path" "$place"
  fi
done
[ ! -d /var/snap ] || mount -t tmpfs tmpfs /var/snap
mkdir -p /var/snap
`;

const folders = `
set -e
mkdir -p /var/snap/microovn/common/state
mount --bind /var/log/microovn /var/snap/microovn/common/state
chmod 700 /var/snap/microovn/common
`;
