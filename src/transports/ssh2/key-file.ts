import { readFile } from 'node:fs/promises';
import type { ParsedKey } from 'ssh2';
import { fileReason } from '../files.ts';
import type { Ssh2 } from './agent.ts';

/** What a file of a private key is good for. */
export interface KeyFile {
  readonly file: string;
  /** To log in with; null: see `reason`. */
  readonly key: ParsedKey | null;
  /** Picks a key of the agent's; null: nothing tells it. */
  readonly publicKey: ParsedKey | null;
  readonly reason: string;
  readonly encrypted: boolean;
}

/**
 * Reads a key, or what is beside it in `.pub`. Never throws. To open an encrypted one blocks this
 * process for up to a second (bcrypt), so that is done once.
 */
export async function loadKey(
  ssh2: Ssh2,
  file: string,
  passphrase: string | undefined,
): Promise<KeyFile> {
  const text = await readFile(file).catch((error: unknown) => fileReason(error));
  const beside = await publicOf(ssh2, `${file}.pub`);
  const unusable = { file, key: null, publicKey: beside, encrypted: false };
  if (typeof text === 'string') return { ...unusable, reason: text };
  const key = ssh2.utils.parseKey(text, passphrase);
  if (key instanceof Error) {
    const encrypted = /passphrase|ENCRYPTED PRIVATE KEY/.test(key.message + String(text));
    const locked = passphrase === undefined ? 'encrypted: add it to an agent with ssh-add' : wrong;
    const reason = encrypted ? locked : key.message;
    return { ...unusable, reason, encrypted };
  }
  if (key.isPrivateKey()) return { file, key, publicKey: key, reason: '', encrypted: false };
  const reason = 'it is a public key, and no agent holds its private half';
  return { ...unusable, publicKey: key, reason };
}

const wrong = 'the passphrase does not open it';

async function publicOf(ssh2: Ssh2, file: string): Promise<ParsedKey | null> {
  const text = await readFile(file).catch(() => null);
  const key = text === null ? null : ssh2.utils.parseKey(text);
  return key === null || key instanceof Error ? null : key;
}
