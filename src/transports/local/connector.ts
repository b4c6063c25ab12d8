import { problemOf, type Connector, type Session } from '../../engine/ports.ts';
import type { Problem } from '../../problems/problem.ts';
import { err, ok } from '../../model/result.ts';
import { shellLine, withPassword, type Become } from '../become.ts';
import { runChild } from '../child.ts';
import { sessionBy } from '../session.ts';
import { becomes, outputLimitOf, type TransportSettings } from '../settings.ts';

/** Runs scripts on this very machine, for nodes with `connection: local`. */
export function localConnector(settings: TransportSettings): Connector {
  return {
    connect: async (node, signal) => {
      if (signal.aborted) return err(problemOf(signal));
      const become = becomes(settings, node);
      if (!become.ok) return become;
      return ok(localSession({ become: become.value, outputLimit: outputLimitOf(settings) }));
    },
  };
}

interface Options {
  readonly become: Become;
  /** Bytes per stream. */
  readonly outputLimit: number;
}

/** As over SSH: a session ends with its first Problem, and with `close()`. */
function localSession({ become, outputLimit: limit }: Options): Session {
  const stop = new AbortController();
  const argv = ['/bin/sh', '-c', `exec ${shellLine(become, { kept: false })}`] as const;
  return sessionBy({
    start: (signal) => (feed) => {
      const job = { argv, feed: withPassword(become, feed), limit, absent };
      return runChild(job, AbortSignal.any([stop.signal, signal]));
    },
    become,
    end: () => stop.abort(closed),
  });
}

const closed: Problem = {
  kind: 'connection-lost',
  during: 'a command',
  reason: 'it was closed on this side',
};

function absent(reason: string): Problem {
  return { kind: 'unreachable', address: 'localhost', reason };
}
