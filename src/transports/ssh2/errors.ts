import type { Problem } from '../../problems/problem.ts';
import type { Dial, Link, Ssh2Error } from './link.ts';

/** Why a connection ended before it was ready. */
export function connectProblem(link: Link, { target, offers }: Dial): Problem {
  if (link.objection) return link.objection;
  if (link.agreed && refused(link.trouble)) {
    const tried = [...new Set(offers.map(({ label }) => label))];
    return { kind: 'auth-failed', user: target.user, address: target.name, tried };
  }
  const [, what] = /no matching (.+?)( algorithm)?$/.exec(link.trouble?.message ?? '') ?? [];
  return what === undefined
    ? { kind: 'unreachable', address: target.name, reason: troubleReason(link) }
    : { kind: 'no-common-algorithm', address: target.name, what };
}

/** Why a session that was ready ended; `during` completes "the connection broke during …". */
export function lossProblem(link: Link, during: string): Problem {
  // The server may ask for new keys at any time, and its host key is judged again then.
  return link.objection ?? { kind: 'connection-lost', during, reason: troubleReason(link) };
}

/** Whether the server hung up before keys were agreed on: sshd does so when it is crowded. */
export function wasDropped({ agreed, objection, trouble }: Link): boolean {
  if (agreed || objection) return false;
  return (
    trouble === null || trouble.code === 'ECONNRESET' || /before handshake/.test(trouble.message)
  );
}

function refused(trouble: Ssh2Error | null): boolean {
  if (trouble?.level === 'client-authentication') return true;
  return trouble !== null && /too many authentication failures/i.test(trouble.message);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset by the other end',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  ENOTFOUND: 'the name does not resolve',
  EAI_AGAIN: 'the name cannot be resolved at the moment',
  EPIPE: 'the other end closed the connection',
};

function troubleReason({ trouble, agreed }: Link): string {
  if (trouble === null) {
    return agreed ? 'the other end closed the connection' : 'it hung up before the SSH handshake';
  }
  const { code, level, message } = trouble;
  if (level === 'client-timeout') return 'no sign of life for 20 s';
  if (typeof code === 'string') return reasons[code] ?? message;
  if (/before handshake/.test(message)) return 'it hung up before the SSH handshake';
  return message;
}
