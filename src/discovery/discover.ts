import { networkInterfaces } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from '../engine/ports.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { AskedNetwork } from './asked-network.ts';
import { Heard, type FoundHost } from './heard.ts';
import { networksOf, socketsOf } from './networks.ts';

/**
 * The hosts that announce SSH on the networks of this machine (DNS-SD over mDNS, RFC 6763 and
 * 6762), by name; none where nobody does. Takes 4 s. A problem where no network could be asked, or
 * the reason of the signal.
 */
export async function discover(
  signal: AbortSignal,
): Promise<Result<readonly FoundHost[], Problem>> {
  const interfaces = networkInterfaces();
  const networks = networksOf(interfaces);
  const heard = new Heard(networks);
  const { default: open } = await import('multicast-dns');
  const asked = socketsOf(interfaces).map((options) => new AskedNetwork(open(options), heard));
  try {
    for (const wait of waits) {
      for (const network of asked) network.ask();
      await sleep(wait, undefined, { signal });
    }
  } catch {
    // Only the signal ends a sleep.
    return err(problemOf(signal));
  } finally {
    for (const network of asked) network.close();
  }
  return outcome(asked, heard);
}

/** Milliseconds after each question; RFC 6762 5.2 asks for one second, then twice as long. */
const waits = [1000, 2000, 1000];

/** One network that could be asked will do. */
function outcome(
  asked: readonly AskedNetwork[],
  heard: Heard,
): Result<readonly FoundHost[], Problem> {
  const failures = asked.flatMap(({ failure }) => failure ?? []);
  if (failures.length < asked.length) return ok(heard.hosts());
  return err({ kind: 'discovery-failed', reason: failures[0] ?? 'it is on no network' });
}
