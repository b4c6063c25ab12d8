/** One usable line of known_hosts: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export interface KnownHost {
  readonly marker: 'plain' | 'ca' | 'revoked';
  /** The names as written: patterns with commas, or `|1|salt|hash`. */
  readonly names: string;
  /** Key type, such as `ssh-ed25519`. */
  readonly type: string;
  /** Key blob, canonical base64. */
  readonly key: string;
}

/** HMAC-SHA1 of `text` under the base64 `salt`, as base64; handed in to keep this file pure. */
export type HmacSha1 = (salt: string, text: string) => string;

/** The lines on file for one host. */
export interface Found {
  /** Under the very name: `host`, or `[host]:port` for another port than 22. */
  readonly exact: readonly KnownHost[];
  /** Under the bare host name; asked for only where `exact` holds no plain key. */
  readonly portless: readonly KnownHost[];
}

/** The usable lines; comments, blank and malformed ones are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line) => parseLine(line) ?? []);
}

/** How known_hosts names a host: bare on port 22, else `[host]:port`, always in lower case. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

export function lookup(
  entries: readonly KnownHost[],
  host: string,
  port: number,
  hmac: HmacSha1,
): Found {
  const under = (name: string) => entries.filter(({ names }) => matches(names, name, hmac));
  const exact = under(knownHostName(host, port));
  // A hashed file costs an HMAC a line, so the second question is put only if it can matter.
  const settled = port === 22 || exact.some(({ marker }) => marker === 'plain');
  return { exact, portless: settled ? [] : under(host.toLowerCase()) };
}

const markers: Readonly<Record<string, KnownHost['marker']>> = {
  '@cert-authority': 'ca',
  '@revoked': 'revoked',
};

function parseLine(line: string): KnownHost | null {
  const fields = line.trim().split(/[ \t]+/);
  const marked = line.trimStart().startsWith('@');
  const marker = marked ? markers[fields.shift() ?? ''] : 'plain';
  const [names, type, key] = fields;
  if (marker === undefined || !names || !type || !key || /^[@#]/.test(names)) return null;
  return blobType(key) === type ? { marker, names, type, key } : null;
}

/** The type that a key blob itself names, or null where the base64 is not one. */
function blobType(base64: string): string | null {
  const blob = Buffer.from(base64, 'base64');
  if (blob.length < 4 || blob.toString('base64') !== base64) return null;
  return blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
}

function matches(names: string, name: string, hmac: HmacSha1): boolean {
  return names.startsWith('|') ? matchesHash(names, name, hmac) : matchesPatterns(names, name);
}

function matchesHash(names: string, name: string, hmac: HmacSha1): boolean {
  const [empty, version, salt, hash, ...rest] = names.split('|');
  if (empty !== '' || version !== '1' || !salt || !hash || rest.length > 0) return false;
  return hmac(salt, name) === hash;
}

/** A negated pattern that matches beats all others, wherever it stands in the list. */
function matchesPatterns(names: string, name: string): boolean {
  const patterns = names.toLowerCase().split(',');
  const negated = patterns.filter((pattern) => pattern.startsWith('!'));
  if (negated.some((pattern) => matchesPattern(pattern.slice(1), name))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && matchesPattern(pattern, name));
}

/** `*` and `?` only, as match_pattern() of OpenSSH; an expression of many stars could take hours. */
function matchesPattern(pattern: string, name: string): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let n = 0; n < name.length; n += 1) {
    if (pattern[at] === '*') {
      star = at;
      taken = n;
      at += 1;
      n -= 1;
    } else if (pattern[at] === '?' || pattern[at] === name[n]) at += 1;
    else if (star < 0) return false;
    else {
      // The last star takes one character more, and all after it is tried anew.
      at = star + 1;
      n = taken;
      taken += 1;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
