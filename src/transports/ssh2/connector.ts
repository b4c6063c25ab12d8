import type { Problem } from '../../problems/problem.ts';
import { problemOf } from '../../engine/ports.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Destination } from '../destination.ts';
import { dialAgain, type Tried } from '../dial-again.ts';
import type { SshConnector } from '../ssh.ts';
import type { TrustStore } from '../trust/trust.ts';
import { connectProblem, wasDropped } from './errors.ts';
import { keyRing } from './identities.ts';
import { openLink, type Dial, type Link, type Way } from './link.ts';
import { sshSession } from './session.ts';
import { ways } from './way.ts';

/**
 * Reaches hosts with ssh2. Host keys are always verified against known_hosts, before any
 * authentication. Sets no deadline of its own: that is what the signal is for.
 */
export async function ssh2Connector(
  trust: TrustStore,
  passphrase: string | undefined,
): Promise<SshConnector> {
  // 60 ms of start-up that only a run with SSH nodes should pay.
  const { default: ssh2 } = await import('ssh2');
  const keys = keyRing(ssh2, passphrase);
  const way = ways(open);
  return async (target, options, signal) => {
    const link = await open(target, signal);
    return link.ok ? ok(sshSession(link.value, options)) : link;
  };

  async function open(target: Destination, signal: AbortSignal): Promise<Result<Link, Problem>> {
    const dial = await prepare(target, signal);
    if (!dial.ok) return dial;
    const once = async (): Promise<Tried<Link>> => {
      const reached = await way(target, signal);
      if (!reached.ok) return { result: reached, dropped: false };
      return dialOnce(dial.value, reached.value, signal);
    };
    return dialAgain(once, { close: (link) => link.destroy(), signal });
  }

  async function prepare(target: Destination, signal: AbortSignal): Promise<Result<Dial, Problem>> {
    const trusted = await trust(target);
    if (!trusted.ok) return trusted;
    const offers = await keys(target, signal);
    if (signal.aborted) return err(problemOf(signal));
    return offers.ok ? ok({ ssh2, target, trust: trusted.value, offers: offers.value }) : offers;
  }
}

function dialOnce(dial: Dial, way: Way, signal: AbortSignal): Promise<Tried<Link>> {
  return new Promise((resolve) => {
    const link = openLink(dial, way, signal);
    const abort = () => link.destroy();
    const settle = (result: Result<Link, Problem>) => {
      // The signal is the deadline for connecting; the session outlives it.
      signal.removeEventListener('abort', abort);
      resolve({ result, dropped: !result.ok && wasDropped(link) });
    };
    signal.addEventListener('abort', abort, { once: true });
    link.client.once('ready', () => settle(ok(link)));
    link.client.once('close', () => settle(err(connectProblem(link, dial))));
  });
}
