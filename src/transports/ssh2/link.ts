import type { Duplex } from 'node:stream';
import type {
  AnyAuthMethod,
  Client,
  ClientErrorExtensions,
  ConnectConfig,
  SyncHostVerifier,
} from 'ssh2';
import type { Problem } from '../../problems/problem.ts';
import { agentOffering, type Ssh2 } from './agent.ts';
import type { Offer } from './identities.ts';
import type { Destination } from '../destination.ts';
import type { Trust } from '../trust/trust.ts';

/** Everything that one SSH connection needs. */
export interface Dial {
  readonly ssh2: Ssh2;
  readonly target: Destination;
  readonly trust: Trust;
  readonly offers: readonly Offer[];
}

export type Ssh2Error = Error & ClientErrorExtensions & { readonly code?: string | number };

/** A connection and what went wrong with it. */
export interface Link {
  readonly client: Client;
  /** Neither end has closed it. */
  open: boolean;
  /** The keys are agreed on: from here on the other end is the host on file. */
  agreed: boolean;
  /** The first fatal error; null: none so far. */
  trouble: Ssh2Error | null;
  /** What was wrong with the host key. */
  objection: Problem | null;
  /** Idempotent, never throws. */
  destroy(): void;
}

/** The bytes to and from a host, and what is to be left when they end. */
export interface Way {
  readonly socket: Duplex;
  readonly leave: () => void;
}

/** Starts to connect; `client` emits `ready`, or `close` in every other case. */
export function openLink(dial: Dial, { socket, leave }: Way, signal: AbortSignal): Link {
  const link: Link = {
    client: new dial.ssh2.Client(),
    open: true,
    agreed: false,
    trouble: null,
    objection: null,
    destroy: () => {
      if (link.open) link.trouble ??= new Error('it was closed on this side');
      link.open = false;
      // Client.destroy() does nothing once the other end has closed its half.
      socket.destroy();
      leave();
    },
  };
  watch(link, leave);
  link.client.connect(config(dial, { link, socket, signal }));
  return link;
}

/** The error listener stays for good: an error without one would end the process. */
function watch(link: Link, leave: () => void): void {
  const ended = () => {
    link.open = false;
  };
  link.client.on('end', ended).on('close', ended).on('close', leave);
  link.client.on('handshake', () => {
    link.agreed = true;
  });
  link.client.on('error', (error: Ssh2Error) => {
    if (goesOn(error)) return;
    link.trouble ??= error;
    link.destroy();
  });
}

/** An agent or key that failed to sign: ssh2 tells it, then tries the next offer. */
function goesOn({ level, message }: Ssh2Error): boolean {
  return level === 'agent' || (level === 'client-authentication' && /sign/.test(message));
}

interface Wiring {
  readonly link: Link;
  readonly socket: Duplex;
  readonly signal: AbortSignal;
}

function config(dial: Dial, { link, socket, signal }: Wiring): ConnectConfig {
  // The type matters: with HostVerifier an async function compiles, and ssh2 then accepts any key.
  const hostVerifier: SyncHostVerifier = (key) => {
    link.objection = dial.trust.objection(key);
    return link.objection === null;
  };
  return {
    sock: socket,
    username: dial.target.user,
    hostVerifier,
    algorithms: { ...algorithms(), serverHostKey: [...dial.trust.algorithms] },
    authHandler: dial.offers.map((offer) => authMethod(dial, offer, signal)),
    readyTimeout: 0,
    keepaliveInterval: 5_000,
    keepaliveCountMax: 3,
  };
}

/** ssh2's defaults less SHA-1 and DH group exchange; strict key exchange stays on. */
function algorithms(): NonNullable<ConnectConfig['algorithms']> {
  return {
    kex: [
      'curve25519-sha256',
      'curve25519-sha256@libssh.org',
      'ecdh-sha2-nistp256',
      'ecdh-sha2-nistp384',
      'ecdh-sha2-nistp521',
      'diffie-hellman-group16-sha512',
      'diffie-hellman-group14-sha256',
    ],
    cipher: [
      'aes128-gcm@openssh.com',
      'aes256-gcm@openssh.com',
      'aes128-ctr',
      'aes192-ctr',
      'aes256-ctr',
    ],
    hmac: [
      'hmac-sha2-256-etm@openssh.com',
      'hmac-sha2-512-etm@openssh.com',
      'hmac-sha2-256',
      'hmac-sha2-512',
    ],
    compress: ['none'],
  };
}

/** Keys go in parsed: as text, ssh2 would parse and decrypt them again for every node. */
function authMethod({ ssh2, target }: Dial, offer: Offer, signal: AbortSignal): AnyAuthMethod {
  const username = target.user;
  return offer.kind === 'key'
    ? { type: 'publickey', username, key: offer.key }
    : { type: 'agent', username, agent: agentOffering(ssh2, offer.path, offer.keys, signal) };
}
