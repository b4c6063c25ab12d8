import { problemOf } from '../engine/ports.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Problem } from '../problems/problem.ts';

/** One user's share of a connection; the last that leaves closes it. */
export interface Share<T> {
  readonly of: T;
  /** Idempotent. */
  leave(): void;
}

/** What can be done with a connection that several use. */
export interface Shareable<K, T> {
  readonly open: (key: K, signal: AbortSignal) => Promise<Result<T, Problem>>;
  readonly close: (connection: T) => void;
  /** Calls back when it has ended by itself. */
  readonly onEnd: (connection: T, forget: () => void) => void;
}

/** Gives all who ask for the same host one connection: sshd counts them (MaxStartups). */
export function shares<K, T>(
  kind: Shareable<K, T>,
): (key: K, signal: AbortSignal) => Promise<Result<Share<T>, Problem>> {
  const entries = new Map<string, Entry<T>>();
  return async (key, signal) => {
    const name = JSON.stringify(key);
    const entry = entries.get(name) ?? start(name, key);
    entry.users += 1;
    let left = false;
    const leave = () => {
      if (!left && (entry.users -= 1) === 0) entry.stop.abort(unused);
      left = true;
    };
    const ready = await Promise.race([entry.connection, aborted(signal)]);
    if (ready.ok) return ok({ of: ready.value, leave });
    leave();
    return ready;
  };

  function start(name: string, key: K): Entry<T> {
    const stop = new AbortController();
    const entry: Entry<T> = { connection: kind.open(key, stop.signal), stop, users: 0 };
    entries.set(name, entry);
    const forget = () => void (entries.get(name) === entry && entries.delete(name));
    stop.signal.addEventListener('abort', forget);
    void entry.connection.then((connection) => {
      // A login that was refused stays refused: sshd penalises who tries again.
      if (!connection.ok) return connection.error.kind === 'auth-failed' ? undefined : forget();
      kind.onEnd(connection.value, forget);
      if (stop.signal.aborted) kind.close(connection.value);
      else stop.signal.addEventListener('abort', () => kind.close(connection.value));
      return undefined;
    });
    return entry;
  }
}

interface Entry<T> {
  readonly connection: Promise<Result<T, Problem>>;
  readonly stop: AbortController;
  users: number;
}

const unused: Problem = {
  kind: 'connection-lost',
  during: 'a jump',
  reason: 'it was closed on this side',
};

/** The problem of a signal, once it aborts. */
export function aborted(signal: AbortSignal): Promise<Result<never, Problem>> {
  return new Promise((resolve) => {
    const answer = () => resolve(err(problemOf(signal)));
    if (signal.aborted) answer();
    else signal.addEventListener('abort', answer, { once: true });
  });
}
