import type { Asked } from './config/ask.ts';

/** How one host is reached: a node, or a jump host on the way to one. */
export interface Destination {
  /** How the user names it, for those who ask OpenSSH. */
  readonly asked: Asked;
  /** Where to connect to. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** As the user names it: `host` or `[host]:port`. */
  readonly name: string;
  /** Under which name its key is filed: host and port, or HostKeyAlias and 22. */
  readonly filed: { readonly host: string; readonly port: number };
  /** IP versions that may be used; 0: both. */
  readonly family: 0 | 4 | 6;
  readonly identities: Identities;
  /** Socket of an ssh-agent. */
  readonly agent: string | null;
  readonly knownHosts: KnownHostsFiles;
  /** A Kerberos ticket may be used; it is what distributions ship, and counts only where there is one. */
  readonly gssapi: boolean;
  /** The host key algorithms to choose from; null: all that are sound. */
  readonly hostKeyAlgorithms: readonly string[] | null;
  /** The jump host before it. */
  readonly via: Destination | null;
  /** What it needs that ssh2 cannot do, in words. */
  readonly needs: readonly string[];
}

/** The files of private keys. */
export interface Identities {
  /** The one that the inventory or a flag names; it must be usable. */
  readonly named: string | null;
  /** Those of the user's configuration, tried before the agent's other keys. */
  readonly configured: readonly string[];
  /** Those that are tried last, where they exist. */
  readonly usual: readonly string[];
  /** Of the agent's keys, only those whose public half is in a file: IdentitiesOnly. */
  readonly only: boolean;
}

export interface KnownHostsFiles {
  readonly files: readonly string[];
  /** The inventory or a flag names it: it must be there. */
  readonly named: boolean;
  /** Names are to be hashed: HashKnownHosts. */
  readonly hashes: boolean;
}
