import { readFile } from 'node:fs/promises';
import type { ParsedKey } from 'ssh2';
import { problemOf } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { agentKeys, type Ssh2 } from './agent.ts';
import { fileReason, memo } from '../files.ts';
import type { Destination, TransportSettings } from '../settings.ts';

/** One thing to log in with; `label` is how auth-failed names it. */
export type Offer =
  | { readonly kind: 'key'; readonly label: string; readonly key: ParsedKey }
  | {
      readonly kind: 'agent';
      readonly label: 'agent';
      readonly path: string;
      readonly keys: readonly ParsedKey[];
    };

/** What to log in with at a target, in order; files and agent are read once for all targets. */
export type KeyRing = (
  target: Destination,
  signal: AbortSignal,
) => Promise<Result<readonly Offer[], Problem>>;

export function keyRing(ssh2: Ssh2, settings: TransportSettings): KeyRing {
  const load = memo((file: string) => loadKey(ssh2, file));
  let listed: Promise<readonly ParsedKey[] | null> | undefined;
  return async ({ identity }, signal) => {
    const { agent: path } = settings;
    if (signal.aborted) return err(problemOf(signal));
    // A limit of its own: one agent that hangs must not use up the nodes' deadlines.
    if (path) listed ??= agentKeys(ssh2, path, AbortSignal.timeout(agentMs));
    const held = (await listed) ?? [];
    const named = identity === null ? null : await load(identity);
    const unusable = objection(named, held);
    if (unusable !== null) return err(unusable);
    const found = await Promise.all(settings.identityFiles.map(load));
    const offers = inOrder(named, { path, keys: held }, found);
    return offers.length > 0 ? ok(offers) : err(noKey(settings, await listed));
  };
}

type KeyFile =
  | { readonly file: string; readonly key: ParsedKey }
  | { readonly file: string; readonly reason: string; readonly encrypted: boolean };

/** An encrypted key that was asked for may be the one that the agent holds. */
function objection(named: KeyFile | null, held: readonly ParsedKey[]): Problem | null {
  if (named === null || 'key' in named || (named.encrypted && held.length > 0)) return null;
  return { kind: 'key-unusable', file: named.file, reason: named.reason };
}

const agentMs = 2_000;

/** sshd ends the connection at its sixth refusal: sshd_config(5), MaxAuthTries. */
const maxOffers = 6;

/** The key that was asked for, then the agent, then what lies about, each key once. */
function inOrder(
  named: KeyFile | null,
  agent: { readonly path: string | undefined; readonly keys: readonly ParsedKey[] },
  found: readonly KeyFile[],
): readonly Offer[] {
  const first = named && 'key' in named ? [named] : [];
  const keys = agent.keys.filter((key) => !holds(first, key)).slice(0, maxOffers - first.length);
  const rest = found
    .filter((file) => 'key' in file)
    .filter(({ key }) => !holds(first, key) && !keys.some((other) => sameKey(other, key)))
    .slice(0, maxOffers - first.length - keys.length);
  return [
    ...first.map(keyOffer),
    ...(agent.path && keys.length > 0
      ? [{ kind: 'agent', label: 'agent', path: agent.path, keys } as const]
      : []),
    ...rest.map(keyOffer),
  ];
}

function keyOffer({ file, key }: { readonly file: string; readonly key: ParsedKey }): Offer {
  return { kind: 'key', label: `key ${file}`, key };
}

function holds(files: readonly { readonly key: ParsedKey }[], key: ParsedKey): boolean {
  return files.some((file) => sameKey(file.key, key));
}

function sameKey(one: ParsedKey, other: ParsedKey): boolean {
  return one.getPublicSSH().equals(other.getPublicSSH());
}

async function loadKey(ssh2: Ssh2, file: string): Promise<KeyFile> {
  try {
    return parseKey(ssh2, file, await readFile(file));
  } catch (error) {
    return { file, reason: fileReason(error), encrypted: false };
  }
}

/** Parsed without a passphrase, so that no bcrypt ever blocks the event loop. */
function parseKey(ssh2: Ssh2, file: string, text: Buffer): KeyFile {
  const key = ssh2.utils.parseKey(text);
  if (!(key instanceof Error)) {
    if (key.isPrivateKey()) return { file, key };
    return { file, reason: 'it is a public key; name the private one', encrypted: false };
  }
  const encrypted = /no passphrase given|ENCRYPTED PRIVATE KEY/.test(key.message + String(text));
  const reason = encrypted ? 'encrypted: add it to an agent with ssh-add' : key.message;
  return { file, reason, encrypted };
}

function noKey(
  settings: TransportSettings,
  listed: readonly ParsedKey[] | null | undefined,
): Problem {
  const files = settings.identityFiles.join(', ') || 'no default key file';
  return { kind: 'no-key', reason: `${agentState(settings, listed)}; ${files}: none is usable` };
}

function agentState(
  { agent }: TransportSettings,
  listed: readonly ParsedKey[] | null | undefined,
): string {
  if (!agent) return 'SSH_AUTH_SOCK names no agent';
  return listed
    ? `the agent at ${agent} holds no usable key`
    : `the agent at ${agent} does not answer`;
}
