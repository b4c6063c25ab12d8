import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { destinationOf } from '../../../src/transports/config/destination-of.ts';
import { hopsOf } from '../../../src/transports/config/hops.ts';
import { expandTokens, parseSshConfig } from '../../../src/transports/config/parse.ts';
import type { TransportSettings } from '../../../src/transports/index.ts';
import { spec } from '../../support/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'mcreconcile-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const { homedir: home } = userInfo();
const settings: TransportSettings = {
  user: 'me',
  home: '/home/me',
  identityFiles: ['/home/me/.ssh/id_ed25519'],
  knownHosts: ['/home/me/.ssh/known_hosts'],
  agent: '/agent',
  overrides: {},
};

/** How a host is reached with this OpenSSH configuration, as the real `ssh -G` understands it. */
function reached(lines: string, ssh = {}, typed = 'web') {
  const file = join(folder, 'config');
  writeFileSync(file, lines);
  const text = execFileSync('ssh', ['-F', file, '-G', typed], { encoding: 'utf8', stdio: 'pipe' });
  const asked = { host: typed, user: undefined, port: undefined, file };
  const node = spec(1, { address: typed, ssh });
  return destinationOf(asked, parseSshConfig(text), { settings, node });
}

describe('of OpenSSH’s configuration', () => {
  test('host, port, user and the name of the key', () => {
    const lines = 'Host web\n HostName fe80::1%%eth0\n Port 2222\n User ada\n HostKeyAlias w\n';
    expect(reached(lines)).toMatchObject({
      host: 'fe80::1%eth0',
      port: 2222,
      user: 'ada',
      name: '[fe80::1%eth0]:2222',
      filed: { host: 'w', port: 22 },
      family: 0,
      needs: [],
    });
    expect(reached('AddressFamily inet6\n').family).toBe(6);
  });

  test('the keys that it names, with their tokens, and else the usual ones', () => {
    const lines = 'User ada\nIdentityFile ~/.ssh/%r-%h\nIdentityFile %d/%%\nIdentitiesOnly yes\n';
    const configured = [`${home}/.ssh/ada-web`, `${home}/%`];
    expect(reached(lines).identities).toEqual({ named: null, configured, usual: [], only: true });
    expect(reached('').identities).toMatchObject({ configured: [], usual: settings.identityFiles });
    expect(reached('IdentityFile ~/.ssh/id_rsa\n').identities.configured).toHaveLength(1);
    const named = { identity_file: '~/key' };
    expect(reached(lines, named).identities).toMatchObject({
      named: '/home/me/key',
      configured: [],
    });
    expect(reached('IdentityFile ~/%C\n').needs).toEqual(['a token in IdentityFile']);
  });

  test('the agent', () => {
    expect(reached('').agent).toBe('/agent');
    expect(reached('IdentityAgent none\n').agent).toBeNull();
    expect(reached('IdentityAgent ~/a\n').agent).toBe(`${home}/a`);
  });

  test('the files of host keys', () => {
    const lines = 'UserKnownHostsFile /a /b\nGlobalKnownHostsFile /c\nHashKnownHosts yes\n';
    const files = ['/a', '/b', '/c'];
    expect(reached(lines).knownHosts).toEqual({ files, named: false, hashes: true });
    const named = { known_hosts: '/d' };
    expect(reached(lines, named).knownHosts).toMatchObject({ files: ['/d'], named: true });
  });

  test.each([
    ['ProxyCommand nc %h %p', 'ProxyCommand'],
    ['KnownHostsCommand /bin/echo', 'KnownHostsCommand'],
    ['CertificateFile ~/c', 'CertificateFile'],
    ['RevokedHostKeys /etc/ssh/revoked', 'RevokedHostKeys'],
    ['BindAddress 198.18.0.1', 'BindAddress'],
    ['PKCS11Provider /lib/p.so', 'PKCS11Provider'],
    ['HostbasedAuthentication yes', 'HostbasedAuthentication'],
    ['VerifyHostKeyDNS yes', 'VerifyHostKeyDNS'],
  ])('what ssh2 cannot do: %s', (line, need) => {
    expect(reached(`${line}\n`).needs).toEqual([need]);
  });
});

test.each([
  ['bastion', [{ host: 'bastion', user: undefined, port: undefined }]],
  [
    'me@a:2222,ssh://b:23/',
    [
      { host: 'a', user: 'me', port: 2222 },
      { host: 'b', user: undefined, port: 23 },
    ],
  ],
  ['[2001:db8::1]:22', [{ host: '2001:db8::1', user: undefined, port: 22 }]],
  ['a,', null],
  ['-oProxyCommand=x', null],
  ['a b', null],
  ['', null],
])('the jump hosts %j', (text, hops) => {
  expect(hopsOf(text)).toEqual(hops);
});

test('tokens that are not known here stay unknown', () => {
  const tokens = { home: '/h', user: 'u', remoteUser: 'r', host: 'h', typed: 't', port: 22 };
  expect(expandTokens('~/%u/%r/%h/%n/%p/%d', tokens)).toBe('/h/u/r/h/t/22//h');
  expect(expandTokens('/%C', tokens)).toBeNull();
  expect(expandTokens('/${HOME}', tokens)).toBeNull();
  expect(expandTokens('/a%', tokens)).toBeNull();
});
