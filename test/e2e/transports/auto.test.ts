import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { connectorFor, type TransportSettings } from '../../../src/transports/index.ts';
import { sshBench } from '../support/ssh-bench.ts';
import { makeKey, publicKey, startAgent, until, type Sshd } from '../support/sshd.ts';
import { after, late, problemIn, valueOf } from '../support/transport-contract.ts';

describe('the ssh program takes over by itself', () => {
  const { dir, keys, running, serve, known, settings, node } = sshBench('auto');
  let authority: string;
  let certified: string;
  beforeAll(() => {
    authority = makeKey(dir, 'ed25519');
    certified = makeKey(dir, 'ed25519');
    const sign = ['-q', '-s', authority, '-I', 'test', '-n', 'root', `${certified}.pub`];
    execFileSync('ssh-keygen', sign);
  });
  /** Nobody gets in but by a certificate. */
  const certificatesOnly = () =>
    serve([`TrustedUserCAKeys ${authority}.pub`, 'AuthorizedKeysFile none']);

  /** Reaches a server, and says by what and why. */
  async function reached(server: Sshd, changes: Partial<TransportSettings> = {}) {
    const remarks: string[] = [];
    const remark = (_: string, why: string) => void remarks.push(why);
    const connector = connectorFor({ ...settings({}, server.port), remark, ...changes });
    const session = valueOf(await connector.connect(node({}, server.port), after(20_000)));
    const { stdout } = valueOf(await session.run('id -un', after(10_000)));
    session.close();
    expect(stdout).toBe('root\n');
    return remarks.join();
  }

  /** An OpenSSH configuration with these lines. */
  function configured(server: Sshd, ...lines: readonly string[]): Partial<TransportSettings> {
    const file = join(dir, `config-${Math.random().toString(36).slice(2)}`);
    const hosts = known(server.port, `HOST ${publicKey(keys.ed25519)}`);
    const usual = [`IdentityFile ${keys.user}`, `UserKnownHostsFile ${hosts}`];
    writeFileSync(file, `${[...lines, ...usual].join('\n')}\n`);
    return { sshConfig: file };
  }

  test('not where ssh2 will do', async () => {
    expect(await reached(await serve())).toBe('');
  });

  test('for a certificate beside a key', async () => {
    const changes = { identityFiles: [certified] };
    expect(await reached(await certificatesOnly(), changes)).toBe(
      `openssh: the certificate ${certified}-cert.pub`,
    );
  });

  test('for a certificate that the agent holds', async () => {
    const agent = await startAgent(dir, [certified]);
    running.push(agent);
    const changes = { identityFiles: [], agent: agent.socket };
    expect(await reached(await certificatesOnly(), changes)).toBe(
      'openssh: a certificate in the agent',
    );
  });

  test('for a host that only a certificate authority vouches for', async () => {
    const host = makeKey(dir, 'ed25519');
    const sign = ['-q', '-s', authority, '-I', 'test', '-h', '-n', '127.0.0.1', `${host}.pub`];
    execFileSync('ssh-keygen', sign);
    const server = await serve([`HostCertificate ${host}-cert.pub`], [host]);
    const hosts = known(server.port, `@cert-authority HOST ${publicKey(authority)}`);
    expect(await reached(server, { knownHosts: [hosts] })).toBe(
      'openssh: @cert-authority in known_hosts',
    );
  });

  test('for a server that takes a post-quantum key exchange only', async () => {
    const server = await serve(['KexAlgorithms sntrup761x25519-sha512@openssh.com']);
    expect(await reached(server)).toBe('openssh: no key exchange in common');
  });

  test('for a ProxyCommand', async () => {
    const server = await serve();
    const pipe = `bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & exec cat >&3'`;
    const changes = configured(server, `ProxyCommand ${pipe}`);
    expect(await reached(server, changes)).toBe('openssh: ProxyCommand');
  });

  test('for a KnownHostsCommand', async () => {
    const server = await serve();
    const line = `[127.0.0.1]:${server.port} ${publicKey(keys.ed25519)}`;
    const lines = [`KnownHostsCommand /bin/echo ${line}`, 'UserKnownHostsFile none'];
    expect(await reached(server, configured(server, ...lines))).toBe('openssh: KnownHostsCommand');
  });

  test('for a FIDO key: the choice alone', async () => {
    const token = join(dir, 'token');
    writeFileSync(`${token}.pub`, 'sk-ssh-ed25519@openssh.com AAAA none\n');
    const changes = { identityFiles: [token, keys.user] };
    expect(await reached(await serve(), changes)).toBe(`openssh: the FIDO key ${token}`);
  });

  test('with what the configuration says of the host', async () => {
    const server = await serve();
    const changes = configured(
      server,
      'Match exec "test %p = 1"',
      'ProxyCommand false',
      'Match all',
    );
    expect(await reached(server, changes)).toBe('');
  });

  test('and a Match exec that hangs ends with the deadline, and leaves nothing', async () => {
    const server = await serve();
    const pids = join(dir, 'pids');
    const changes = configured(server, `Match exec "echo $$ > ${pids}; sleep 600"`);
    const connector = connectorFor({ ...settings({}, server.port), ...changes });
    const target = node({}, server.port);
    expect(problemIn(await connector.connect(target, after(1_000)))).toEqual(late);
    const pid = Number(readFileSync(pids, 'utf8'));
    await until(
      () => !isAlive(pid),
      () => `${pid} lives on`,
    );
  });
});

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8') !== '';
  } catch {
    return false;
  }
}
