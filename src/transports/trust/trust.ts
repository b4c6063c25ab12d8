import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HostKey } from '../../problems/connection.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { TransportSettings } from '../settings.ts';
import { fileKey } from './file-key.ts';
import { fileReason, memo, missing } from '../files.ts';
import {
  algorithmsFor,
  isByAuthority,
  judgeHostKey,
  type HostKeyAlgorithm,
  type Verdict,
} from './host-key.ts';
import {
  knownHostName,
  lookup,
  parseKnownHosts,
  type HmacSha1,
  type KnownHost,
} from './known-hosts.ts';
import type { Destination } from '../destination.ts';

/** What is known of one host's keys. */
export interface Trust {
  readonly algorithms: readonly HostKeyAlgorithm[];
  /** Only a certificate authority vouches for it, which ssh2 cannot verify. */
  readonly byAuthority: boolean;
  /** The keys on file, as they are shown. */
  readonly onFile: readonly string[];
  /** null: the key is the one on file. */
  objection(offered: Buffer): Problem | null;
}

/** Answers for a target; each file is read once for all of them. */
export type TrustStore = (target: Destination) => Promise<Result<Trust, Problem>>;

export function trustStore({
  acceptNew = false,
}: Pick<TransportSettings, 'acceptNew'>): TrustStore {
  const read = memo((file: string) => readKnownHosts(file));
  return async (target) => {
    const { files, named } = target.knownHosts;
    const entries: KnownHost[] = [];
    for (const file of files) {
      const lines = await read(file);
      // A default file that is there but unreadable may hold a @revoked line: no going on.
      const skip = !named && !lines.ok && lines.error === missing;
      if (!lines.ok && !skip) return err(unreadable(file, lines.error));
      if (lines.ok) entries.push(...lines.value);
    }
    return ok(trustAmong(entries, target, acceptNew));
  };
}

function trustAmong(entries: readonly KnownHost[], target: Destination, acceptNew: boolean): Trust {
  const { filed, hostKeyAlgorithms: wanted, knownHosts } = target;
  const found = lookup(entries, filed.host, filed.port, hmacSha1);
  const sound = algorithmsFor(found);
  return {
    algorithms: wanted === null ? sound : sound.filter((each) => wanted.includes(each)),
    byAuthority: isByAuthority(found),
    onFile: [...found.exact, ...found.portless]
      .filter(({ marker }) => marker === 'plain')
      .map(onFile),
    objection: (blob) => {
      const verdict = judgeHostKey(found, blob.toString('base64'));
      if (verdict.kind === 'unknown' && acceptNew) return fileKey(target, blob);
      const name = knownHostName(filed.host, filed.port);
      return problemWith(verdict, name, { offered: shown(blob), files: knownHosts.files });
    },
  };
}

function problemWith(
  verdict: Verdict,
  address: string,
  { offered, files }: { readonly offered: HostKey; readonly files: readonly string[] },
): Problem | null {
  if (verdict.kind === 'match') return null;
  if (verdict.kind === 'unknown') return { kind: 'host-key-unknown', address, offered, files };
  if (verdict.kind === 'revoked') return { kind: 'host-key-revoked', address, offered };
  if (verdict.kind === 'ca-only') return { kind: 'host-ca-only', address, files };
  const expected = verdict.expected.map(onFile);
  return { kind: 'host-key-changed', address, offered, expected, files };
}

/** Reads one file; the error is a human reason. */
async function readKnownHosts(file: string): Promise<Result<readonly KnownHost[], string>> {
  try {
    return ok(parseKnownHosts(await readFile(file, 'utf8')));
  } catch (error) {
    return err(fileReason(error));
  }
}

function unreadable(file: string, reason: string): Problem {
  return { kind: 'known-hosts-unreadable', file, reason };
}

const hmacSha1: HmacSha1 = (salt, text) =>
  createHmac('sha1', Buffer.from(salt, 'base64')).update(text).digest('base64');

/** A key as OpenSSH shows it: SHA-256 in base64 without padding. */
function shown(blob: Buffer): HostKey {
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
  return { type, fingerprint: `SHA256:${digest}` };
}

function onFile({ key }: KnownHost): string {
  const { type, fingerprint } = shown(Buffer.from(key, 'base64'));
  return `${type} ${fingerprint}`;
}
