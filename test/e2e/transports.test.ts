import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/engine/ports.ts';
import type { NodeSpec, SshSpec } from '../../src/model/inventory.ts';
import { connectorFor, type TransportSettings } from '../../src/transports/index.ts';
import {
  fingerprint,
  makeKey,
  portOf,
  publicKey,
  startAgent,
  startSshd,
  until,
  type Sshd,
} from './support/sshd.ts';
import { pathWithSudo } from './support/sudo.ts';
import {
  after,
  late,
  problemIn,
  transportContract,
  valueOf,
} from './support/transport-contract.ts';

const dir = mkdtempSync(join(tmpdir(), 'mcreconcile-ssh-'));
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

beforeAll(async () => {
  const authorized = [keys.user, keys.userRsa, keys.userEcdsa, keys.encrypted].map(publicKey);
  writeFileSync(authorizedKeys, `${authorized.join('\n')}\n`);
  sshd = await serve();
});

afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  rmSync(dir, { recursive: true });
});

async function serve(config: readonly string[] = [], hostKeys = allKeys()): Promise<Sshd> {
  const server = await startSshd({ dir, hostKeys, authorizedKeys, config });
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
    ...changes,
  };
}

function node(ssh: SshSpec = {}, port = sshd.port, address = '127.0.0.1'): NodeSpec {
  const place = { file: 'inventory.yaml', line: 1, column: 1 };
  return {
    name: 'n',
    address,
    connection: 'ssh',
    ssh: { port, ...ssh },
    underlay: null,
    ovs: {},
    systemId: null,
    vars: {},
    groups: [],
    place,
  };
}

const open = (changes: Partial<TransportSettings> = {}, target = node(), signal = after(10_000)) =>
  connectorFor(settings(changes, target.ssh.port)).connect(target, signal);

/** Connects, runs `id -un`, closes. */
async function whoami(changes: Partial<TransportSettings> = {}, target = node()): Promise<string> {
  const session = valueOf(await open(changes, target));
  const { stdout } = valueOf(await session.run('id -un', after(10_000)));
  session.close();
  return stdout.trim();
}

const byKnownHosts = (...lines: readonly string[]) => ({
  knownHosts: [known(sshd.port, ...lines)],
});

transportContract(
  'ssh',
  async ({ become = false, outputLimit = 8 << 20, sudo }): Promise<Session> => {
    const server = sudo ? await serve([`SetEnv PATH=${pathWithSudo(dir, sudo)}`]) : sshd;
    return valueOf(await open({ outputLimit, overrides: { become } }, node({}, server.port)));
  },
);

transportContract('local', async ({ become = false, outputLimit = 8 << 20, sudo }) => {
  const local: NodeSpec = { ...node({ become }), connection: 'local' };
  const session = valueOf(await open({ outputLimit }, local));
  return sudo ? underPath(session, pathWithSudo(dir, sudo)) : session;
});

/** PATH is this process's own, so it may differ only while the program is looked up. */
function underPath(session: Session, path: string): Session {
  const under = <T>(start: () => T): T => {
    const before = process.env['PATH'];
    process.env['PATH'] = path;
    const running = start();
    process.env['PATH'] = before;
    return running;
  };
  return {
    close: () => session.close(),
    run: (script, signal) => under(() => session.run(script, signal)),
    hold: (script, signal) => under(() => session.hold(script, signal)),
  };
}

describe('a local script', () => {
  it.each(['', "trap '' TERM;"])('is ended with all it started: %j', async (trap) => {
    const file = join(mkdtempSync(join(dir, 'pids-')), 'pids');
    const session = valueOf(await open({}, { ...node(), connection: 'local' }));
    const script = `${trap} (sleep 30; :) & echo $$ $! > ${file}; wait; sleep 30`;
    expect(problemIn(await session.run(script, after(300)))).toEqual(late);
    const pids = readFileSync(file, 'utf8').trim().split(' ');
    const alive = () => pids.filter((pid) => existsSync(`/proc/${pid}`));
    await until(
      () => alive().length === 0,
      () => `alive: ${alive().join(' ')}`,
    );
  });
});

describe('the host key', () => {
  it.each(['ed25519', 'ecdsa', 'rsa'] as const)('on file as %s only is enough', async (type) => {
    expect(await whoami(byKnownHosts(`HOST ${publicKey(keys[type])}`))).toBe(sshd.user);
  });

  it('is found in a hashed file, among several files, and under the bare name', async () => {
    const hashed = known(sshd.port, `HOST ${publicKey(keys.ecdsa)}`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', hashed], { stdio: 'ignore' });
    expect(readFileSync(hashed, 'utf8')).toMatch(/^\|1\|/);
    expect(await whoami({ knownHosts: [join(dir, 'missing'), hashed] })).toBe(sshd.user);
    expect(await whoami(byKnownHosts(`127.0.0.1 ${publicKey(keys.rsa)}`))).toBe(sshd.user);
  });

  it('is read from the file that the inventory or a flag names, and from no other', async () => {
    const good = known(sshd.port, `HOST ${publicKey(keys.ed25519)}`);
    const bad = known(sshd.port);
    expect(await whoami({ knownHosts: [bad] }, node({ known_hosts: good }))).toBe(sshd.user);
    expect(problemIn(await open({}, node({ known_hosts: bad }))).kind).toBe('host-key-unknown');
    const flag = { overrides: { known_hosts: good } };
    expect(await whoami(flag, node({ known_hosts: bad }))).toBe(sshd.user);
  });

  it.each([
    ['unknown', '', 'host-key-unknown'],
    ['changed', 'HOST STRANGER', 'host-key-changed'],
    ['revoked', 'HOST KEY\n@revoked * KEY', 'host-key-revoked'],
    ['under a CA only', '@cert-authority * KEY', 'host-ca-only'],
  ] as const)('is refused when %s, before one byte of authentication', async (_, line, kind) => {
    const server = await serve();
    const lines = line.replace('STRANGER', publicKey(keys.stranger));
    const file = known(server.port, lines.replaceAll('KEY', publicKey(keys.ed25519)));
    const changes = { knownHosts: [file] };
    const problem = problemIn(await open(changes, node({}, server.port)));
    const offered = { type: 'ssh-ed25519', fingerprint: fingerprint(keys.ed25519) };
    const shown = kind === 'host-ca-only' ? {} : { offered };
    expect(problem).toMatchObject({ kind, address: `[127.0.0.1]:${server.port}`, ...shown });
    await until(
      () => /Connection (closed|reset)|Disconnected|Received disconnect/.test(server.log()),
      () => server.log(),
    );
    expect(server.log()).toContain('Connection from 127.0.0.1');
    expect(server.log()).not.toMatch(/userauth/);
    // The same server is asked by somebody who knows it: the log would show authentication.
    expect(await whoami({}, node({}, server.port))).toBe(sshd.user);
    expect(server.log()).toMatch(/userauth-request/);
  });

  it('of another type than the one on file is a changed key, as it is for OpenSSH', async () => {
    const server = await serve([], [keys.ecdsa]);
    const problem = problemIn(await open({}, node({}, server.port)));
    expect(problem).toMatchObject({
      kind: 'host-key-changed',
      address: `[127.0.0.1]:${server.port}`,
      offered: { type: 'ecdsa-sha2-nistp256', fingerprint: fingerprint(keys.ecdsa) },
      expected: [`ssh-ed25519 ${fingerprint(keys.ed25519)}`],
    });
    expect(openSsh(server.port)).toMatch(/HOST IDENTIFICATION HAS CHANGED/);
  });

  it('cannot be judged when the named file is missing', async () => {
    const file = join(dir, 'nowhere');
    expect(problemIn(await open({}, node({ known_hosts: file })))).toEqual({
      kind: 'known-hosts-unreadable',
      file,
      reason: 'no such file',
    });
  });

  it('signed with SHA-1 is not asked for', async () => {
    const server = await serve(['HostKeyAlgorithms ssh-rsa'], [keys.rsa]);
    const problem = problemIn(await open({}, node({}, server.port)));
    expect(problem.kind).toBe('unreachable');
    expect(problem).toMatchObject({ reason: expect.stringContaining('host key') });
  });
});

/** What the OpenSSH client says of the same known_hosts. */
function openSsh(port: number): string {
  const file = known(port, `HOST ${publicKey(keys.ed25519)}`);
  const options = ['BatchMode=yes', `UserKnownHostsFile=${file}`, 'GlobalKnownHostsFile=/dev/null'];
  const args = options.flatMap((option) => ['-o', option]);
  try {
    return String(
      execFileSync('ssh', [...args, '-p', String(port), '127.0.0.1', 'true'], { stdio: 'pipe' }),
    );
  } catch (error) {
    return String(Object(error).stderr);
  }
}

describe('logging in', () => {
  it.each(['user', 'userRsa', 'userEcdsa'] as const)('works with the key %s', async (key) => {
    expect(await whoami({ identityFiles: [join(dir, 'none'), keys[key]] })).toBe(sshd.user);
  });

  it('works with a key of an agent, also an encrypted one', async () => {
    const agent = await startAgent(dir, [keys.stranger, keys.userRsa]);
    running.push(agent);
    const changes = { identityFiles: [], agent: agent.socket };
    expect(await whoami(changes)).toBe(sshd.user);
    expect(await whoami(changes, node({ identity_file: keys.encrypted }))).toBe(sshd.user);
  });

  it('says what was tried when all is refused', async () => {
    const agent = await startAgent(dir, [keys.stranger]);
    running.push(agent);
    const identity = makeKey(dir, 'ed25519');
    const other = makeKey(dir, 'ed25519');
    const changes = { identityFiles: [other, keys.stranger], agent: agent.socket };
    expect(problemIn(await open(changes, node({ identity_file: identity })))).toEqual({
      kind: 'auth-failed',
      user: sshd.user,
      tried: [`key ${identity}`, 'agent', `key ${other}`],
    });
  });

  it('is refused to an unknown user, and to one with too many keys', async () => {
    const problem = problemIn(await open({}, node({ user: 'nobody-here' })));
    expect(problem).toMatchObject({ kind: 'auth-failed', user: 'nobody-here' });
    const server = await serve(['MaxAuthTries 2']);
    const identityFiles = [1, 2, 3].map(() => makeKey(dir, 'ed25519'));
    const refused = await open({ identityFiles }, node({}, server.port));
    expect(problemIn(refused).kind).toBe('auth-failed');
  });

  it('takes the user, the key and sudo from the flag, then the inventory', async () => {
    const wrong = { user: 'nobody-here', identity_file: keys.stranger };
    const right = { user: sshd.user, identity_file: keys.user };
    expect(await whoami({ identityFiles: [] }, node(right))).toBe(sshd.user);
    expect(await whoami({ identityFiles: [], overrides: right }, node(wrong))).toBe(sshd.user);
    const home = { identity_file: keys.user.replace(dir, '~') };
    expect(await whoami({ identityFiles: [] }, node(home))).toBe(sshd.user);
  });

  it('does not start with a named key that is missing, encrypted or public', async () => {
    const reason = async (file: string) => {
      const problem = problemIn(await open({}, node({ identity_file: file })));
      return problem.kind === 'key-unusable' ? problem.reason : problem;
    };
    expect(await reason(join(dir, 'none'))).toBe('no such file');
    expect(await reason(keys.encrypted)).toBe('encrypted: add it to an agent with ssh-add');
    expect(await reason(`${keys.user}.pub`)).toMatch(/public key/);
    expect(await reason(authorizedKeys)).not.toBe('');
  });

  it('needs a key: default ones that are missing or encrypted are passed over', async () => {
    const identityFiles = [join(dir, 'none'), keys.encrypted];
    const problem = problemIn(await open({ identityFiles, agent: join(dir, 'no-agent') }));
    expect(problem).toMatchObject({ kind: 'no-key' });
    expect(problem).toMatchObject({ reason: expect.stringContaining('does not answer') });
  });

  it('is not held up by an agent that hangs', async () => {
    const path = join(dir, 'mute-agent');
    const mute = await listen(muteServer(), path);
    expect(problemIn(await open({ agent: path }, node(), after(500)))).toEqual(late);
    expect(await openSockets(mute)).toBe(0);
    mute.close();
  });
});

/** Reads and never answers. */
function muteServer(): Server {
  return createServer((socket) => socket.on('error', () => undefined).resume());
}

function listen(server: Server, where: string | number): Promise<Server> {
  return new Promise((resolve) => server.listen(where, () => resolve(server)));
}

async function openSockets(server: Server): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  return new Promise((resolve) => server.getConnections((_, count) => resolve(count)));
}

describe('a bad network', () => {
  it('gives a human reason', async () => {
    const closed = await listen(createServer(), 0);
    const port = portOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    const address = `[127.0.0.1]:${port}`;
    const problem = problemIn(await open({}, node({}, port)));
    expect(problem).toEqual({ kind: 'unreachable', address, reason: 'connection refused' });
    const nameless = problemIn(await open({}, node({}, 22, 'no-such-host.invalid')));
    expect(nameless).toMatchObject({ kind: 'unreachable', address: 'no-such-host.invalid' });
  });

  it('ends by the deadline where the server says nothing, and leaves no connection', async () => {
    const mute = await listen(muteServer(), 0);
    const port = portOf(mute);
    expect(problemIn(await open({}, node({}, port), after(400)))).toEqual(late);
    expect(await openSockets(mute)).toBe(0);
    mute.close();
  });

  it('tries a few times where the server hangs up at once, within the deadline', async () => {
    let seen = 0;
    const rude = createServer((socket) => {
      seen += 1;
      socket.on('error', () => undefined).end('Exceeded MaxStartups\r\n');
    });
    const port = portOf(await listen(rude, 0));
    const problem = problemIn(await open({}, node({}, port)));
    const reason = 'it hung up before the SSH handshake';
    expect(problem).toMatchObject({ kind: 'unreachable', reason });
    expect(seen).toBe(4);
    expect(problemIn(await open({}, node({}, port), after(300)))).toEqual(late);
    rude.close();
  });

  it('is no success when the connection is cut amid output', async () => {
    const session = valueOf(await open());
    // In the background: the session's own sshd is the ancestor that runs this shell.
    const script = `echo half; p=$$; while [ "$(cat /proc/$p/comm)" != sshd ]; do
      p=$(awk '/^PPid/ { print $2 }' /proc/$p/status); done; kill -9 "$p"; sleep 5; echo whole`;
    const problem = problemIn(await session.run(script, after(10_000)));
    expect(problem).toMatchObject({ kind: 'connection-lost', during: 'a command' });
    session.close();
  });

  it('is no success when it is cut between the exit and the end of the output', async () => {
    const { Server: Ssh2Server } = ssh2;
    const server = new Ssh2Server({ hostKeys: [readFileSync(keys.ed25519)] }, (client) => {
      client.on('authentication', (context) => context.accept());
      client.on('error', () => undefined);
      client.on('session', (accept) =>
        accept().on('exec', (begin) => {
          const channel = begin();
          channel.write('half');
          channel.exit(0);
          setTimeout(() => cut(), 50);
        }),
      );
    });
    let cut = () => {};
    const front = createServer((socket) => {
      cut = () => socket.destroy();
      server.injectSocket(socket);
    });
    const port = portOf(await listen(front, 0));
    const session = valueOf(await open({}, node({}, port)));
    const problem = problemIn(await session.run('true', after(5_000)));
    expect(problem.kind).toBe('connection-lost');
    front.close();
  });

  it('is survived by fifty sessions at a time, on a server that drops some', async () => {
    const server = await serve(['MaxStartups 10:30:100']);
    const connector = connectorFor(settings({}, server.port));
    const target = node({}, server.port);
    const runs = Array.from({ length: 50 }, async (_, n) => {
      const signal = after(30_000);
      const session = valueOf(await connector.connect(target, signal));
      const { stdout } = valueOf(await session.run(`echo ${n}`, signal));
      session.close();
      return stdout;
    });
    expect(await Promise.all(runs)).toEqual(Array.from({ length: 50 }, (_, n) => `${n}\n`));
  });

  it('leaves nothing behind after close, nor after a deadline', async () => {
    const server = await serve();
    const sockets = () => process.getActiveResourcesInfo().filter((one) => /TCP/.test(one)).length;
    const before = sockets();
    const session = valueOf(await open({}, node({}, server.port)));
    const hung = valueOf(await open({}, node({}, server.port)));
    expect(sockets()).toBe(before + 2);
    await hung.run('sleep 2', after(200));
    session.close();
    await until(
      () => sockets() === before,
      () => 'a socket stays open',
    );
    await until(
      () => server.log().split('Connection from').length === 3,
      () => server.log(),
    );
  });

  it('ignores a named key that it may not read only if nobody named it', async () => {
    const file = makeKey(dir, 'ed25519');
    chmodSync(file, 0o000);
    const readable = process.getuid?.() === 0;
    const problem = problemIn(await open({ identityFiles: [] }, node({ identity_file: file })));
    expect(problem.kind).toBe(readable ? 'auth-failed' : 'key-unusable');
  });
});
