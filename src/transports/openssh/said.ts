import type { HostKey } from '../../problems/connection.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Destination } from '../destination.ts';
import { knownHostName } from '../trust/known-hosts.ts';

/** Why ssh(1) gave up, from what it printed with -v: its exit code is 255 for everything. */
export function connectProblem(
  text: string,
  target: Destination,
  expected: readonly string[],
): Problem {
  const reason = reasonOf(text);
  return (
    hostKeyProblem(text, target, expected) ??
    authProblem(text, target) ?? { kind: 'unreachable', address: target.name, reason }
  );
}

/** Whether the server hung up before keys were agreed on: sshd does so when it is crowded. */
export function wasDropped(text: string): boolean {
  return /^(kex|ssh)_exchange_identification: .*(closed|reset)/im.test(text);
}

function hostKeyProblem(
  text: string,
  { filed, knownHosts }: Destination,
  expected: readonly string[],
): Problem | null {
  const address = knownHostName(filed.host, filed.port);
  const { files } = knownHosts;
  const offered = offeredIn(text);
  if (/REVOKED HOST KEY DETECTED|revoked by/.test(text))
    return { kind: 'host-key-revoked', address, offered };
  if (/HOST IDENTIFICATION HAS CHANGED/.test(text))
    return { kind: 'host-key-changed', address, offered, expected, files };
  if (/Host key verification failed|host key is known for/.test(text))
    return { kind: 'host-key-unknown', address, offered, files };
  return null;
}

function offeredIn(text: string): HostKey {
  const [, type = 'a key', fingerprint = 'which ssh does not tell'] =
    /^debug1: Server host (?:key|certificate): (\S+) (SHA256:\S+)/m.exec(text) ?? [];
  return { type, fingerprint };
}

function authProblem(text: string, { user, name }: Destination): Problem | null {
  if (!/Permission denied \(|Too many authentication failures/.test(text)) return null;
  const offered = text.matchAll(/^debug1: Offering public key: (\S+).*? SHA256:\S+( .*)?$/gm);
  const labels = [...offered].map(([, file = '', how = '']) =>
    / agent\r?$/.test(how) ? 'agent' : `key ${file}`,
  );
  const tried = [...new Set(labels)];
  return { kind: 'auth-failed', user, address: name, tried };
}

/** Its last sentence, without the name of the function that says it. */
function reasonOf(text: string): string {
  if (wasDropped(text)) return 'it hung up before the SSH handshake';
  const lines = text
    .split(/\r?\n/)
    .filter((line) => line !== '' && !/^debug\d:|^OpenSSH_/.test(line));
  const refusal = /^ssh: connect to host .*: (.+?)\r?$/m.exec(text)?.[1];
  const last = refusal ?? lines.at(-1)?.replace(/^\w+: /, '') ?? 'ssh ended without a word';
  return reasons[last] ?? last.slice(0, 200);
}

/** As the other way over SSH says it. */
const reasons: Readonly<Record<string, string>> = {
  'Connection refused': 'connection refused',
  'No route to host': 'no route to host',
  'Network is unreachable': 'network is unreachable',
  'Connection timed out': 'connection timed out',
};
