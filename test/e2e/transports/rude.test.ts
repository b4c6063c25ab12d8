import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listen, sshBench } from '../support/ssh-bench.ts';
import { portOf, publicKey } from '../support/sshd.ts';
import { after, late, problemIn, valueOf } from '../support/transport-contract.ts';

/** What servers do that are no help. */
describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { dir, keys, serve, known, settings, node, open, whoami } = sshBench(transport);

  /** What comes of a server that talks like this. */
  async function meeting(talk: (socket: Socket) => void, ms: number) {
    const server = await listen(
      createServer((socket) => talk(socket.on('error', () => undefined))),
      0,
    );
    const problem = problemIn(await open({}, node({}, portOf(server)), after(ms)));
    server.close();
    return problem;
  }

  test('a server that drops in the key exchange', async () => {
    const problem = await meeting((socket) => {
      socket.write('SSH-2.0-OpenSSH_9.2\r\n');
      socket.once('data', () => setTimeout(() => socket.destroy(), 50));
    }, 15_000);
    expect(problem).toMatchObject({ kind: 'unreachable' });
  });

  test('a server that drips, one byte after the other', async () => {
    const problem = await meeting((socket) => {
      const drip = setInterval(() => socket.write('x'), 50);
      socket.once('close', () => clearInterval(drip));
    }, 1_000);
    expect(problem).toEqual(late);
  });

  test('a server that talks without end before it says who it is', async () => {
    const problem = await meeting((socket) => {
      const line = `${'x'.repeat(200)}\r\n`.repeat(100);
      const more = (): void =>
        void (socket.destroyed || socket.write(line, () => setImmediate(more)));
      more();
    }, 5_000);
    expect(['unreachable', 'timed-out']).toContain(problem.kind);
  });

  test('a banner of 30 KB; with one of 1 MB, both give up', async () => {
    const banner = join(dir, 'banner');
    const server = await serve([`Banner ${banner}`]);
    writeFileSync(banner, `${'welcome '.repeat(127)}\n`.repeat(29));
    expect(await whoami({}, node({}, server.port))).toBe('root');
    writeFileSync(banner, `${'welcome '.repeat(127)}\n`.repeat(1_000));
    expect(problemIn(await open({}, node({}, server.port))).kind).toBe('unreachable');
  });

  test('six at once at a server that takes two', async () => {
    const server = await serve(['MaxStartups 2']);
    const logins = Array.from({ length: 6 }, () => whoami({}, node({}, server.port)));
    expect(await Promise.all(logins)).toEqual(Array.from({ length: 6 }, () => 'root'));
  });

  test('more commands at once than it takes, for which nobody logs in again', async () => {
    const server = await serve(['MaxSessions 1']);
    const session = valueOf(await open({}, node({}, server.port)));
    const held = valueOf(await session.hold('echo a', after(10_000)));
    expect(problemIn(await session.run('echo b', after(10_000))).kind).toBe('connection-lost');
    held.drop();
    expect(server.log().match(/Accepted publickey/g)).toHaveLength(1);
  });

  test('a login shell that prints something', async () => {
    const shell = join(dir, 'loud');
    writeFileSync(shell, '#!/bin/sh\necho Welcome\nexec /bin/sh "$@"\n', { mode: 0o755 });
    const passwd = readFileSync('/etc/passwd', 'utf8').replace(
      /^root:.*$/m,
      `root:x:0:0::/root:${shell}`,
    );
    const server = await serve([], undefined, { '/etc/passwd': passwd });
    const session = valueOf(await open({}, node({}, server.port)));
    expect(valueOf(await session.run('echo a', after(10_000))).stdout).toBe('Welcome\na\n');
    const held = valueOf(await session.hold('echo a', after(10_000)));
    expect(valueOf(await held.go()).stdout).toBe('a\n');
    session.close();
  });

  test('a server that runs another command', async () => {
    const server = await serve(['ForceCommand echo no']);
    const session = valueOf(await open({}, node({}, server.port)));
    const said = await session.run('echo yes', after(10_000));
    // Through the ssh program, an end that nobody told is none.
    expect(JSON.stringify(said)).toMatch(transport === 'ssh2' ? /no\\n/ : /ForceCommand/);
    session.close();
  });

  test('IPv6', async () => {
    const server = await serve(['ListenAddress ::1']);
    const hosts = known(server.port, `[::1]:${server.port} ${publicKey(keys.ed25519)}`);
    expect(await whoami({ knownHosts: [hosts] }, node({}, server.port, '::1'))).toBe('root');
  });

  describe('a host that is not on file', () => {
    const filed = () => join(dir, `filed-${Math.random().toString(36).slice(2)}`);

    test('is added where that is wanted, and nothing else is lost', async () => {
      const server = await serve();
      const file = filed();
      writeFileSync(file, `other.example ${publicKey(keys.stranger)}`);
      const target = node({}, server.port);
      const lax = { ...settings({}, server.port), knownHosts: [file], acceptNew: true };
      expect(await whoami(lax, target)).toBe('root');
      const lines = readFileSync(file, 'utf8').split('\n');
      expect(lines).toHaveLength(3);
      expect(lines[0]).toMatch(/^other\.example /);
      expect(await whoami({ knownHosts: [file] }, target)).toBe('root');
    });

    test('is refused all the same where another key is on file', async () => {
      const server = await serve();
      const file = known(server.port, `HOST ${publicKey(keys.stranger)}`);
      const before = readFileSync(file, 'utf8');
      const problem = await open({ knownHosts: [file], acceptNew: true }, node({}, server.port));
      expect(problemIn(problem).kind).toBe('host-key-changed');
      expect(readFileSync(file, 'utf8')).toBe(before);
    });
  });
});

const bench = sshBench('ssh2');

/** A folder on a small disk of its own. */
function smallDisk(limit: string): string {
  const disk = mkdtempSync(join(bench.dir, 'disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', limit, 'mcreconcile-test', disk]);
  onTestFinished(() => void execFileSync('umount', [disk]));
  return disk;
}

test('a disk with no room for the socket of the ssh program', async () => {
  const folder = smallDisk('nr_inodes=1');
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  const reason = 'the disk is full';
  const problem = problemIn(await bench.open({}, bench.node({ transport: 'openssh' })));
  expect(problem).toEqual({ kind: 'no-folder', folder, reason });
});

test('a host that cannot be added is not trusted', async () => {
  const { serve, node, open } = bench;
  const file = join(smallDisk('size=4k'), 'known_hosts');
  writeFileSync(file, '#'.repeat(4_095) + '\n');
  const server = await serve();
  const changes = { knownHosts: [file], acceptNew: true };
  expect(problemIn(await open(changes, node({}, server.port)))).toEqual({
    kind: 'known-hosts-unwritable',
    file,
    reason: 'the disk is full',
  });
});
