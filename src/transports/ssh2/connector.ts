import pRetry from 'p-retry';
import { problemOf, type Connector } from '../../engine/ports.ts';
import type { NodeSpec } from '../../model/inventory.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { keyRing, type KeyRing } from './identities.ts';
import { openLink, type Dial, type Link } from './link.ts';
import type { Ssh2 } from './agent.ts';
import { becomes, outputLimitOf, destinationOf, type TransportSettings } from '../settings.ts';
import { connectProblem, wasDropped } from './errors.ts';
import { sshSession } from './session.ts';
import { trustStore, type TrustStore } from '../trust/trust.ts';

/**
 * Reaches nodes with ssh2. Host keys are always verified against known_hosts, before any
 * authentication. Sets no deadline of its own: that is what the signal is for.
 */
export function ssh2Connector(settings: TransportSettings): Connector {
  let loaded: Promise<Tools> | undefined;
  return {
    connect: async (node, signal) => {
      loaded ??= load(settings);
      const tools = await loaded;
      const dial = await prepare(tools, node, signal);
      const link = dial.ok ? await dialAgain(dial.value, signal) : dial;
      if (!link.ok) return link;
      const become = becomes(settings, node);
      return ok(sshSession(link.value, { become, outputLimit: outputLimitOf(settings) }));
    },
  };

  async function prepare(
    { ssh2, trust, keys }: Tools,
    node: NodeSpec,
    signal: AbortSignal,
  ): Promise<Result<Dial, Problem>> {
    const target = destinationOf(settings, node);
    const trusted = await trust(target);
    if (!trusted.ok) return trusted;
    const offers = await keys(target, signal);
    if (signal.aborted) return err(problemOf(signal));
    return offers.ok ? ok({ ssh2, target, trust: trusted.value, offers: offers.value }) : offers;
  }
}

/** What all nodes share. */
interface Tools {
  readonly ssh2: Ssh2;
  readonly trust: TrustStore;
  readonly keys: KeyRing;
}

async function load(settings: TransportSettings): Promise<Tools> {
  // 60 ms of start-up that only a run with SSH nodes should pay.
  const { default: ssh2 } = await import('ssh2');
  return { ssh2, trust: trustStore(settings), keys: keyRing(ssh2, settings) };
}

/**
 * Dials until a connection is ready, or failed for good. Only one that was dropped before the
 * handshake is tried again (MaxStartups of sshd_config(5)): a failed login is penalised.
 */
async function dialAgain(dial: Dial, signal: AbortSignal): Promise<Result<Link, Problem>> {
  const dropped = new Error('dropped before the handshake');
  let last: Dialled | undefined;
  const attempt = async () => {
    last = await dialOnce(dial, signal);
    if (!last.ready && wasDropped(last.link)) throw dropped;
  };
  const options = { retries: 3, minTimeout: 200, maxTimeout: 2_000, randomize: true, signal };
  await pRetry(attempt, options).catch((error: unknown) => {
    if (error !== dropped && !signal.aborted) throw error;
  });
  // p-retry also rejects when it is aborted right after a success: nothing may stay open then.
  if (signal.aborted) last?.link.destroy();
  if (signal.aborted || !last) return err(problemOf(signal));
  return last.ready ? ok(last.link) : err(connectProblem(last.link, dial));
}

interface Dialled {
  readonly link: Link;
  readonly ready: boolean;
}

function dialOnce(dial: Dial, signal: AbortSignal): Promise<Dialled> {
  return new Promise((resolve) => {
    const link = openLink(dial, signal);
    const abort = () => link.destroy();
    const settle = (ready: boolean) => {
      // The signal is the deadline for connecting; the session outlives it.
      signal.removeEventListener('abort', abort);
      resolve({ link, ready });
    };
    signal.addEventListener('abort', abort, { once: true });
    link.client.once('ready', () => settle(true));
    link.client.once('close', () => settle(false));
  });
}
