/** What `ssh -G` says of one host: ssh_config(5) keywords in lower case, each with its lines. */
export type SshConfig = ReadonlyMap<string, readonly string[]>;

/** The output of `ssh -G`: a keyword and its value per line, several lines for some keywords. */
export function parseSshConfig(text: string): SshConfig {
  const config = new Map<string, readonly string[]>();
  for (const line of text.split('\n')) {
    const [, keyword, value] = /^(\S+) (.+)$/.exec(line) ?? [];
    if (keyword === undefined || value === undefined) continue;
    config.set(keyword.toLowerCase(), [...(config.get(keyword.toLowerCase()) ?? []), value]);
  }
  return config;
}

/** The one value of a keyword; null: not set, or set to `none`. */
export function valueOf(config: SshConfig, keyword: string): string | null {
  const [value] = config.get(keyword) ?? [];
  return value === undefined || value === 'none' ? null : value;
}

/** The values of a keyword that lists them on one line. */
export function wordsOf(config: SshConfig, keyword: string): readonly string[] {
  return valueOf(config, keyword)?.split(' ') ?? [];
}

/** What the tokens of a file name stand for. */
export interface Tokens {
  readonly home: string;
  /** The login name here, and there. */
  readonly user: string;
  readonly remoteUser: string;
  /** As resolved, and as typed. */
  readonly host: string;
  readonly typed: string;
  readonly port: number;
}

/** A file name with its tokens filled in; null: one of them is not known here (TOKENS of ssh_config(5)). */
export function expandTokens(name: string, tokens: Tokens): string | null {
  const known: Readonly<Record<string, string>> = {
    '%': '%',
    d: tokens.home,
    h: tokens.host,
    n: tokens.typed,
    p: String(tokens.port),
    r: tokens.remoteUser,
    u: tokens.user,
  };
  const tokensIn = [...name.matchAll(/%(.?)/g)].map(([, letter = '']) => letter);
  if (name.includes('${') || tokensIn.some((letter) => !(letter in known))) return null;
  return name
    .replace(/^~(?=\/)/, () => tokens.home)
    .replace(/%(.)/g, (_, letter: string) => known[letter] ?? '');
}
