import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createHmac, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { Problem } from '../../problems/problem.ts';
import type { Destination } from '../destination.ts';
import { fileReason } from '../files.ts';
import { knownHostName } from './known-hosts.ts';

/**
 * Adds a host's key to the first of its files; null: it is there. One write at the end of the file,
 * as ssh(1) does it: whoever adds another at this moment loses nothing.
 */
export function fileKey({ filed, knownHosts }: Destination, blob: Buffer): Problem | null {
  const [file = ''] = knownHosts.files;
  const name = knownHostName(filed.host, filed.port);
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
  const line = `${knownHosts.hashes ? hashed(name) : name} ${type} ${blob.toString('base64')}\n`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    endLastLine(file);
    appendFileSync(file, line, { mode: 0o600 });
    return null;
  } catch (error) {
    return { kind: 'known-hosts-unwritable', file, reason: fileReason(error) };
  }
}

/** A last line without an end would become one with what is added; OpenSSH 9.2 does not look. */
export function endLastLine(file: string): void {
  const text = existsSync(file) ? readFileSync(file, 'latin1') : '';
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
}

/** sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
function hashed(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
