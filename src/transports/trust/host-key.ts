import type { Found, KnownHost } from './known-hosts.ts';

/** What known_hosts says of an offered key. */
export type Verdict =
  | { readonly kind: 'match' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed'; readonly expected: readonly KnownHost[] }
  | { readonly kind: 'revoked' }
  /** Only certificate authorities are on file, and host certificates cannot be negotiated. */
  | { readonly kind: 'ca-only' };

export type HostKeyAlgorithm = (typeof modern)[number]['algorithm'];

/** Judges the key blob (base64) that a host offers against the lines on file for it. */
export function judgeHostKey(found: Found, offered: string): Verdict {
  const exact = judgeAmong(found.exact, offered);
  if (exact.kind !== 'unknown' && exact.kind !== 'ca-only') return exact;
  // As OpenSSH: a key filed without the port is trusted, but one that differs proves nothing.
  const loose = judgeAmong(found.portless, offered);
  return loose.kind === 'unknown' || loose.kind === 'changed' ? exact : loose;
}

/**
 * The host key algorithms to ask for: the types on file first, lest a host that is known by its
 * ecdsa or rsa key answers with ed25519. The others follow, so that a host which lost the key on
 * file (reinstalled, or an impostor) shows what it has and is judged `changed`: asking for the
 * known types only would end in a failed negotiation, which looks like a node that is down.
 */
export function algorithmsFor(found: Found): readonly HostKeyAlgorithm[] {
  const types = new Set([...plain(found.exact), ...plain(found.portless)].map(({ type }) => type));
  const known = modern.filter(({ type }) => types.has(type));
  const others = modern.filter(({ type }) => !types.has(type));
  return [...known, ...others].map(({ algorithm }) => algorithm);
}

/** Whether a certificate authority vouches for the host, and no key of its own is on file. */
export function isByAuthority({ exact }: Found): boolean {
  return plain(exact).length === 0 && exact.some(({ marker }) => marker === 'ca');
}

/** Signature algorithms and the key types they need, best first; no SHA-1 (`ssh-rsa`), no DSA. */
const modern = [
  { algorithm: 'ssh-ed25519', type: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', type: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', type: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', type: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', type: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', type: 'ssh-rsa' },
] as const;

function judgeAmong(lines: readonly KnownHost[], offered: string): Verdict {
  const same = lines.filter(({ key }) => key === offered);
  if (same.some(({ marker }) => marker === 'revoked')) return { kind: 'revoked' };
  if (plain(same).length > 0) return { kind: 'match' };
  // As OpenSSH: any other key on file makes it `changed`, of whatever type it is.
  if (plain(lines).length > 0) return { kind: 'changed', expected: plain(lines) };
  return { kind: lines.some(({ marker }) => marker === 'ca') ? 'ca-only' : 'unknown' };
}

function plain(lines: readonly KnownHost[]): readonly KnownHost[] {
  return lines.filter(({ marker }) => marker === 'plain');
}
