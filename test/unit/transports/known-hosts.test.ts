import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createHmac, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, assert, constantFrom, oneof, property, tuple } from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  knownHostName,
  lookup,
  parseKnownHosts,
  type HmacSha1,
} from '../../../src/transports/trust/known-hosts.ts';

const dir = mkdtempSync(join(tmpdir(), 'mcreconcile-known-'));
const file = join(dir, 'known_hosts');
afterAll(() => rmSync(dir, { recursive: true }));

const hmac: HmacSha1 = (salt, text) =>
  createHmac('sha1', Buffer.from(salt, 'base64')).update(text).digest('base64');

/** A real ed25519 blob: ssh-keygen passes over lines whose key it cannot read. */
function newKey(): string {
  const { publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const part = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  return Buffer.concat([part(Buffer.from('ssh-ed25519')), part(raw)]).toString('base64');
}

const keys = Array.from({ length: 6 }, newKey);

/** The fingerprints that ssh-keygen finds, sorted; without -l it does not look at the keys. */
function oracle(name: string): string[] {
  const { stdout } = spawnSync('ssh-keygen', ['-l', '-F', name, '-f', file], { encoding: 'utf8' });
  return (stdout.match(/SHA256:\S+/g) ?? []).toSorted();
}

function ours(text: string, host: string, port: number): string[] {
  const { exact } = lookup(parseKnownHosts(text), host, port, hmac);
  return exact.map(({ key }) => fingerprint(key)).toSorted();
}

function fingerprint(key = ''): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** Few names, so that patterns often match and often contradict each other. */
const host = constantFrom('a', 'b', 'ab', 'a.b', 'b.a', 'node1', 'NODE1', 'a.node1', 'aab');
const port = constantFrom(22, 2222);
const pattern = tuple(
  constantFrom('', '', '!'),
  oneof(
    host,
    array(constantFrom('a', 'b', '.', '*', '*', '?', 'node', '1', '+', '['), { minLength: 1 }),
  ),
  port,
).map(([not, text, at]) => {
  const name = typeof text === 'string' ? text : text.join('');
  return not + (at === 22 ? name : `[${name}]:${at}`);
});
const marker = constantFrom(
  '',
  '',
  '',
  '@revoked ',
  '@cert-authority ',
  '@nonsense ',
  '@revoked @revoked ',
);
const line = tuple(
  marker,
  array(pattern, { minLength: 1, maxLength: 3 }),
  constantFrom(...keys),
).map(([mark, names, key]) => `${mark}${names.join(',')} ssh-ed25519 ${key} comment`);
const junk = constantFrom(
  '',
  '   ',
  '# a comment',
  'a ssh-ed25519',
  'a',
  `a ssh-rsa ${keys[0]}`,
  'a ssh-ed25519 AAAA!!!!',
  '|1|x ssh-ed25519 AAAA',
  `#a ssh-ed25519 ${keys[1]}`,
  `|1|bad ssh-ed25519 ${keys[1]}`,
  `\t a\tssh-ed25519 \t${keys[2]}\t`,
);
const text = array(oneof({ weight: 3, arbitrary: line }, junk), { maxLength: 8 }).map((lines) =>
  lines.map((each) => `${each}\n`).join(''),
);

describe('known_hosts', () => {
  it('is read as ssh-keygen -F reads it', () => {
    assert(
      property(text, host, port, (content, name, at) => {
        writeFileSync(file, content);
        // ssh lowers the name before it looks; ssh-keygen does not.
        expect(ours(content, name, at)).toEqual(oracle(knownHostName(name, at)));
      }),
      { numRuns: 350 },
    );
  });

  it('is read as ssh-keygen -F reads it, hashed by ssh-keygen -H', () => {
    assert(
      property(array(tuple(host, port)), host, port, (names, name, at) => {
        const lines = names.map(([each, p], i) => {
          const key = keys[i % keys.length] ?? '';
          return `${knownHostName(each, p)} ssh-ed25519 ${key}\n`;
        });
        writeFileSync(file, lines.join(''));
        execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
        const content = readFileSync(file, 'utf8');
        expect(content.split('\n').every((each) => each === '' || each.startsWith('|1|'))).toBe(
          true,
        );
        expect(ours(content, name, at)).toEqual(oracle(knownHostName(name, at)));
      }),
      { numRuns: 60 },
    );
  });

  it('knows names in any case, several names and addresses a line, and CRLF', () => {
    const content = `Node1,10.0.0.1,fe80::1 ssh-ed25519 ${keys[0]}\r\n[NODE2]:2222 ssh-ed25519 ${keys[1]}`;
    for (const name of ['node1', 'NODE1', '10.0.0.1', 'fe80::1']) {
      expect(ours(content, name, 22)).toEqual([fingerprint(keys[0])]);
    }
    expect(ours(content, 'node2', 2222)).toEqual([fingerprint(keys[1])]);
    expect(ours(content, 'node2', 22)).toEqual([]);
  });

  it('answers in no time for a long hashed file', () => {
    const salt = Buffer.alloc(20, 7).toString('base64');
    const hashed = Array.from({ length: 2_000 }, (_, i) => `|1|${salt}|${hmac(salt, `n${i}`)}`);
    const content = hashed.map((names) => `${names} ssh-ed25519 ${keys[0]}`).join('\n');
    const entries = parseKnownHosts(content);
    const start = performance.now();
    expect(lookup(entries, 'n1999', 22, hmac).exact).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(500);
  });

  it('is not slowed down by many stars', () => {
    const entries = parseKnownHosts(`${'*a'.repeat(12)} ssh-ed25519 ${keys[0]}`);
    const start = performance.now();
    lookup(entries, 'a'.repeat(60) + 'b', 22, hmac);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
