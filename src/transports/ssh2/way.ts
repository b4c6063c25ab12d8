import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { err, ok, type Result } from '../../model/result.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Destination } from '../destination.ts';
import { aborted, shares, type Share } from '../shares.ts';
import type { Link, Way } from './link.ts';

/** Opens the way to a host: directly, or through the one connection to its jump host. */
export type Ways = (target: Destination, signal: AbortSignal) => Promise<Result<Way, Problem>>;

export function ways(
  open: (jumpHost: Destination, signal: AbortSignal) => Promise<Result<Link, Problem>>,
): Ways {
  const jumpHosts = shares<Destination, Link>({
    open,
    close: (link) => link.destroy(),
    onEnd: ({ client }, forget) => void client.once('close', forget),
  });
  return async (target, signal) => {
    if (target.via === null) return ok({ socket: direct(target), leave: () => undefined });
    const jumpHost = await jumpHosts(target.via, signal);
    return jumpHost.ok ? through(jumpHost.value, target, signal) : jumpHost;
  };
}

function direct({ host, port, family }: Destination): Duplex {
  // Without noDelay each exec takes 40 ms more; Node's own 250 ms a family drops slow routes.
  return connect({ host, port, family, noDelay: true, autoSelectFamilyAttemptTimeout: 2_000 });
}

async function through(
  jumpHost: Share<Link>,
  target: Destination,
  signal: AbortSignal,
): Promise<Result<Way, Problem>> {
  const forwarded = await Promise.race([forward(jumpHost.of, target, signal), aborted(signal)]);
  if (forwarded.ok) return ok({ socket: forwarded.value, leave: () => jumpHost.leave() });
  jumpHost.leave();
  return forwarded;
}

function forward(
  { client }: Link,
  { host, port, name, via }: Destination,
  signal: AbortSignal,
): Promise<Result<Duplex, Problem>> {
  const refused = (error: unknown): Result<never, Problem> => {
    const said = String(error).replace(/^Error: (\(SSH\) Channel open failure: )?/, '');
    return err({ kind: 'unreachable', address: name, reason: `${via?.name} says: ${said}` });
  };
  return new Promise((resolve) => {
    try {
      client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        // Whoever waited has gone.
        if (signal.aborted) channel?.destroy();
        resolve(error ? refused(error) : ok(channel));
      });
    } catch (error) {
      resolve(refused(error));
    }
  });
}
