import type { RunEvent } from '../model/event.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { JournalRecord } from '../model/journal.ts';
import type { Problem } from '../model/problem.ts';
import type { Result } from '../model/result.ts';

/** How a script ended on a node; a non-zero exit is an outcome, not getting one is a Problem. */
export interface Outcome {
  /** null: it died of a signal. */
  readonly exit: number | null;
  /** Signal name without `SIG`, such as `ALRM`; null: it exited. */
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An open connection to one node. */
export interface Session {
  /**
   * Runs a POSIX sh script, sent over stdin, and waits for its end.
   * The signal's reason is the Problem to answer with when it aborts; see `problemOf`.
   */
  run(script: string, signal: AbortSignal): Promise<Result<Outcome, Problem>>;
  /** Never throws, may be called twice; nothing of ours stays open. */
  close(): void;
}

/** One way to reach nodes; the registry in transports/index.ts picks it by `connection`. */
export interface Connector {
  connect(node: NodeSpec, signal: AbortSignal): Promise<Result<Session, Problem>>;
}

/** What a run is about to do, where it survives the run. */
export interface Journal {
  /** Returns once the record is on disk. */
  append(record: JournalRecord): Promise<Result<null, Problem>>;
}

/** Time, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since some fixed point; only differences count. */
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** A signal that aborts after `ms` with the problem as its reason. */
  deadline(ms: number, problem: Problem): AbortSignal;
}

/** Everything that a run touches. */
export interface World {
  readonly connector: Connector;
  readonly clock: Clock;
  /** Unguessable and new at each call: hexadecimal digits. */
  nonce(): string;
  emit(event: RunEvent): void;
  /** Aborts, with a Problem as its reason, when the user or the run's deadline ends the run. */
  readonly signal: AbortSignal;
}

/** Limits of a run. */
export interface Limits {
  /** Nodes worked on at the same time. */
  readonly forks: number;
  /** TCP through authentication, retries included. */
  readonly connectSeconds: number;
}

/** The reason of an aborted signal; every signal that reaches a port is aborted with a Problem. */
export function problemOf(signal: AbortSignal): Problem {
  const reason: unknown = signal.reason;
  if (isProblem(reason)) return reason;
  throw new Error('a signal was aborted without a Problem', { cause: reason });
}

function isProblem(reason: unknown): reason is Problem {
  return typeof reason === 'object' && reason !== null && 'kind' in reason;
}
