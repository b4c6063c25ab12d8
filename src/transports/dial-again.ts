import pRetry from 'p-retry';
import { problemOf } from '../engine/ports.ts';
import type { Problem } from '../problems/problem.ts';
import { err, type Result } from '../model/result.ts';

/** One try to connect: `dropped` where the other end hung up before the handshake. */
export interface Tried<T> {
  readonly result: Result<T, Problem>;
  readonly dropped: boolean;
}

/**
 * Dials until a connection is ready, or failed for good. Only one that was dropped before the
 * handshake is tried again (MaxStartups of sshd_config(5)): a failed login is penalised.
 */
export async function dialAgain<T>(
  dial: () => Promise<Tried<T>>,
  { close, signal }: { readonly close: (ready: T) => void; readonly signal: AbortSignal },
): Promise<Result<T, Problem>> {
  const dropped = new Error('dropped before the handshake');
  let last: Tried<T> | undefined;
  const attempt = async () => {
    last = await dial();
    if (last.dropped) throw dropped;
  };
  const options = { retries: 3, minTimeout: 200, maxTimeout: 2_000, randomize: true, signal };
  await pRetry(attempt, options).catch((error: unknown) => {
    if (error !== dropped && !signal.aborted) throw error;
  });
  if (!signal.aborted && last) return last.result;
  // p-retry also rejects when it is aborted right after a success: nothing may stay open then.
  if (last?.result.ok) close(last.result.value);
  return err(problemOf(signal));
}
