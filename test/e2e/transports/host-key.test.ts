import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprint, publicKey, until } from '../support/sshd.ts';
import { problemIn } from '../support/transport-contract.ts';

import { sshBench } from '../support/ssh-bench.ts';

describe.each(['ssh2', 'openssh'] as const)('%s', (transport) => {
  const { dir, keys, serve, known, node, open, whoami, byKnownHosts, sshd } = sshBench(transport);

  describe('the host key', () => {
    it.each(['ed25519', 'ecdsa', 'rsa'] as const)('on file as %s only is enough', async (type) => {
      expect(await whoami(byKnownHosts(`HOST ${publicKey(keys[type])}`))).toBe(sshd().user);
    });

    it('is found in a hashed file, among several files, and under the bare name', async () => {
      const hashed = known(sshd().port, `HOST ${publicKey(keys.ecdsa)}`);
      execFileSync('ssh-keygen', ['-q', '-H', '-f', hashed], { stdio: 'ignore' });
      expect(readFileSync(hashed, 'utf8')).toMatch(/^\|1\|/);
      expect(await whoami({ knownHosts: [join(dir, 'missing'), hashed] })).toBe(sshd().user);
      // OpenSSH asks for the type on file under the full name only.
      const type = transport === 'ssh2' ? 'rsa' : 'ed25519';
      expect(await whoami(byKnownHosts(`127.0.0.1 ${publicKey(keys[type])}`))).toBe(sshd().user);
    });

    it('is read from the file that the inventory or a flag names, and from no other', async () => {
      const good = known(sshd().port, `HOST ${publicKey(keys.ed25519)}`);
      const bad = known(sshd().port);
      expect(await whoami({ knownHosts: [bad] }, node({ known_hosts: good }))).toBe(sshd().user);
      expect(problemIn(await open({}, node({ known_hosts: bad }))).kind).toBe('host-key-unknown');
      const flag = { overrides: { known_hosts: good } };
      expect(await whoami(flag, node({ known_hosts: bad }))).toBe(sshd().user);
    });

    it.each([
      ['unknown', '', 'host-key-unknown'],
      ['changed', 'HOST STRANGER', 'host-key-changed'],
      ['revoked', 'HOST KEY\n@revoked * KEY', 'host-key-revoked'],
      [
        'under a CA only',
        '@cert-authority * KEY',
        // OpenSSH takes certificates, and this server has none.
        transport === 'ssh2' ? 'host-ca-only' : 'host-key-unknown',
      ],
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
      expect(await whoami({}, node({}, server.port))).toBe(sshd().user);
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
      expect(JSON.stringify(problem)).toMatch(
        transport === 'ssh2'
          ? /no-common-algorithm.*host key/
          : /unreachable.*no matching host key/,
      );
    });
  });

  /** What the OpenSSH client says of the same known_hosts. */
  function openSsh(port: number): string {
    const file = known(port, `HOST ${publicKey(keys.ed25519)}`);
    const options = [
      'BatchMode=yes',
      `UserKnownHostsFile=${file}`,
      'GlobalKnownHostsFile=/dev/null',
    ];
    const args = options.flatMap((option) => ['-o', option]);
    try {
      return String(
        execFileSync('ssh', [...args, '-p', String(port), '127.0.0.1', 'true'], { stdio: 'pipe' }),
      );
    } catch (error) {
      return String(Object(error).stderr);
    }
  }
});
