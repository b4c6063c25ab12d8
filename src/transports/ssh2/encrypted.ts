import { readFile } from 'node:fs/promises';

/** Whether a file holds a private key that only a passphrase opens: PROTOCOL.key of OpenSSH, and PEM. */
export async function isEncrypted(file: string): Promise<boolean> {
  const text = await readFile(file, 'latin1').catch(() => '');
  const [, body] = /-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)-----END/.exec(text) ?? [];
  if (body === undefined) return text.includes('ENCRYPTED');
  const magic = 'openssh-key-v1\0';
  const [length, cipher] = [magic.length, Buffer.from('\0\0\0\x04none', 'latin1')];
  return !Buffer.from(body, 'base64')
    .subarray(length, length + cipher.length)
    .equals(cipher);
}
