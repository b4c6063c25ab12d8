import type { ParsedKey } from 'ssh2';
import { problemOf } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Destination } from '../destination.ts';
import { memo } from '../files.ts';
import { agentKeys, type Ssh2 } from './agent.ts';
import { loadKey, type KeyFile } from './key-file.ts';

/** One thing to log in with; `label` is how auth-failed names it. */
export type Offer =
  | { readonly kind: 'key'; readonly label: string; readonly key: ParsedKey }
  | {
      readonly kind: 'agent';
      readonly label: 'agent';
      readonly path: string;
      readonly keys: readonly ParsedKey[];
    };

/** What to log in with at a target, in order; files and agents are read once for all targets. */
export type KeyRing = (
  target: Destination,
  signal: AbortSignal,
) => Promise<Result<readonly Offer[], Problem>>;

export function keyRing(ssh2: Ssh2, passphrase: string | undefined): KeyRing {
  const load = memo((file: string) => loadKey(ssh2, file, passphrase));
  // A limit of its own: one agent that hangs must not use up the nodes' deadlines.
  const ask = memo((path: string) => agentKeys(ssh2, path, AbortSignal.timeout(agentMs)));
  return async ({ identities: { named, configured, usual, only }, agent: path }, signal) => {
    if (signal.aborted) return err(problemOf(signal));
    const listed = path === null ? null : await ask(path);
    const first = await Promise.all((named === null ? configured : [named]).map(load));
    const last = await Promise.all(usual.map(load));
    const agent = { path, keys: listed ?? [] };
    const unusable = named === null ? null : objection(first, agent.keys);
    if (unusable !== null) return err(unusable);
    const offers = inOrder(first, only ? onlyOf(agent, [...first, ...last]) : agent, last);
    return offers.length > 0 ? ok(offers) : err(noKey({ path, listed }, [...first, ...last]));
  };
}

interface Agent {
  readonly path: string | null;
  readonly keys: readonly ParsedKey[];
}

/** A key that was asked for may be the one that the agent holds. */
function objection(files: readonly KeyFile[], held: readonly ParsedKey[]): Problem | null {
  const bad = files.find((file) => file.key === null && !mayBeHeld(file, held));
  return bad ? { kind: 'key-unusable', file: bad.file, reason: bad.reason } : null;
}

function mayBeHeld({ publicKey, encrypted }: KeyFile, held: readonly ParsedKey[]): boolean {
  return publicKey === null ? encrypted && held.length > 0 : isAmong(publicKey, held);
}

/** IdentitiesOnly: what no file names is not offered. */
function onlyOf({ path, keys }: Agent, files: readonly KeyFile[]): Agent {
  const named = files.flatMap(({ publicKey }) => publicKey ?? []);
  return { path, keys: keys.filter((key) => isAmong(key, named)) };
}

const agentMs = 2_000;

/** sshd ends the connection at its sixth refusal: sshd_config(5), MaxAuthTries. */
const maxOffers = 6;

/** The keys that were asked for, then the agent's others, then what lies about, each key once. */
function inOrder(
  first: readonly KeyFile[],
  { path, keys }: Agent,
  last: readonly KeyFile[],
): readonly Offer[] {
  const offers: Offer[] = [];
  const used: ParsedKey[] = [];
  const add = (candidates: readonly ParsedKey[], offer: (fresh: ParsedKey[]) => Offer): void => {
    const fresh = candidates.filter((key) => !isAmong(key, used)).slice(0, maxOffers - used.length);
    used.push(...fresh);
    if (fresh.length > 0) offers.push(offer(fresh));
  };
  const byAgent = (held: readonly ParsedKey[]) => {
    if (path !== null) add(held, (fresh) => ({ kind: 'agent', label: 'agent', path, keys: fresh }));
  };
  const byFile = ({ file, key }: KeyFile) =>
    key && add([key], () => ({ kind: 'key', label: `key ${file}`, key }));
  for (const file of first) {
    if (file.key === null)
      byAgent(keys.filter((key) => file.publicKey && isSame(key, file.publicKey)));
    else byFile(file);
  }
  byAgent(keys);
  last.forEach(byFile);
  return offers;
}

function isAmong(key: ParsedKey, others: readonly ParsedKey[]): boolean {
  return others.some((other) => isSame(key, other));
}

function isSame(one: ParsedKey, other: ParsedKey): boolean {
  return one.getPublicSSH().equals(other.getPublicSSH());
}

interface Listed {
  readonly path: string | null;
  readonly listed: readonly ParsedKey[] | null;
}

function noKey(agent: Listed, files: readonly KeyFile[]): Problem {
  const names = files.map(({ file }) => file).join(', ') || 'no default key file';
  return { kind: 'no-key', reason: `${agentState(agent)}; ${names}: none is usable` };
}

function agentState({ path, listed }: Listed): string {
  if (path === null) return 'SSH_AUTH_SOCK names no agent';
  return listed
    ? `the agent at ${path} holds no usable key`
    : `the agent at ${path} does not answer`;
}
