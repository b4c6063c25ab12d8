import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { NodeSpec, SshSpec } from '../../../src/model/inventory.ts';
import { connectorFor, type TransportSettings } from '../../../src/transports/index.ts';
import { makeKey, publicKey, startSshd, type Sshd } from './sshd.ts';
import { after, valueOf } from './transport-contract.ts';

/** Servers, keys and a connector to them, by one of the two programs. */
export function sshBench(transport: 'auto' | 'ssh2' | 'openssh') {
  const dir = mkdtempSync(join(tmpdir(), 'mcreconcile-ssh-'));
  // sshd reads authorized keys as the user who logs in.
  chmodSync(dir, 0o755);
  const authorizedKeys = join(dir, 'authorized_keys');
  const keys = {
    ed25519: makeKey(dir, 'ed25519'),
    ecdsa: makeKey(dir, 'ecdsa'),
    rsa: makeKey(dir, 'rsa'),
    user: makeKey(dir, 'ed25519'),
    userRsa: makeKey(dir, 'rsa'),
    userEcdsa: makeKey(dir, 'ecdsa'),
    stranger: makeKey(dir, 'ed25519'),
    encrypted: makeKey(dir, 'ed25519', 'secret'),
  };
  const running: { stop(): Promise<void> }[] = [];
  let sshd: Sshd;
  let hops: readonly Sshd[] = [];

  beforeAll(async () => {
    const authorized = [keys.user, keys.userRsa, keys.userEcdsa, keys.encrypted].map(publicKey);
    writeFileSync(authorizedKeys, `${authorized.join('\n')}\n`);
    sshd = await serve();
    hops = [await serve(), await serve()];
  });

  afterAll(async () => {
    await Promise.all(running.map((each) => each.stop()));
    rmSync(dir, { recursive: true });
  });

  async function serve(
    config: readonly string[] = [],
    hostKeys = allKeys(),
    files: Readonly<Record<string, string>> = {},
  ): Promise<Sshd> {
    const server = await startSshd({ dir, hostKeys, authorizedKeys, config, files });
    running.push(server);
    return server;
  }

  const allKeys = () => [keys.ed25519, keys.ecdsa, keys.rsa];

  /** A known_hosts file with these lines; `HOST` is the server, as known_hosts names it. */
  function known(port: number, ...lines: readonly string[]): string {
    const file = join(mkdtempSync(join(dir, 'known-')), 'known_hosts');
    writeFileSync(file, `${lines.join('\n').replaceAll('HOST', `[127.0.0.1]:${port}`)}\n`);
    return file;
  }

  /** Settings that trust the server and log in with the good key, unless told otherwise. */
  function settings(changes: Partial<TransportSettings> = {}, port = sshd.port): TransportSettings {
    return {
      user: sshd.user,
      home: dir,
      identityFiles: [keys.user],
      knownHosts: [known(port, `HOST ${publicKey(keys.ed25519)}`)],
      overrides: {},
      sshConfig: 'none',
      ...changes,
    };
  }

  function node(ssh: SshSpec = {}, port = sshd.port, address = '127.0.0.1'): NodeSpec {
    const place = { file: 'inventory.yaml', line: 1, column: 1 };
    return {
      name: 'n',
      address,
      connection: 'ssh',
      ssh: { port, transport, ...ssh },
      underlay: null,
      ovs: {},
      systemId: null,
      vars: {},
      groups: [],
      place,
    };
  }

  const open = (
    changes: Partial<TransportSettings> = {},
    target = node(),
    signal = after(10_000),
  ) => connectorFor(settings(changes, target.ssh.port)).connect(target, signal);

  /** Connects, runs `id -un`, closes. */
  async function whoami(
    changes: Partial<TransportSettings> = {},
    target = node(),
  ): Promise<string> {
    const session = valueOf(await open(changes, target));
    const { stdout } = valueOf(await session.run('id -un', after(10_000)));
    session.close();
    return stdout.trim();
  }

  const byKnownHosts = (...lines: readonly string[]) => ({
    knownHosts: [known(sshd.port, ...lines)],
  });

  const jumps = (count: number) =>
    count === 0 ? {} : { jump: Array.from({ length: count }, (_, n) => hopOf(hops[n])).join() };
  const hopOf = (server?: Sshd) => `${server?.user}@127.0.0.1:${server?.port}`;

  /** A configuration for bastions, which know nothing of the inventory. */
  function keyed(...servers: readonly Sshd[]): Partial<TransportSettings> {
    const file = join(mkdtempSync(join(dir, 'config-')), 'config');
    const names = [...hops, ...servers].map(({ port }) => `[127.0.0.1]:${port}`).join();
    const hosts = `${file}.known`;
    writeFileSync(hosts, `${names} ${publicKey(keys.ed25519)}\n`);
    writeFileSync(file, `IdentityFile ${keys.user}\nUserKnownHostsFile ${hosts}\n`);
    return { sshConfig: file };
  }

  return {
    dir,
    keys,
    authorizedKeys,
    running,
    serve,
    known,
    settings,
    node,
    open,
    whoami,
    byKnownHosts,
    jumps,
    keyed,
    sshd: () => sshd,
  };
}

/** Reads and never answers. */
export function muteServer(): Server {
  return createServer((socket) => socket.on('error', () => undefined).resume());
}

export function listen(server: Server, where: string | number): Promise<Server> {
  return new Promise((resolve) => server.listen(where, () => resolve(server)));
}

export async function openSockets(server: Server): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
}
