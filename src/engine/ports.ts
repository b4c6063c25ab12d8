import type { RunEvent } from '../model/event.ts';
import type { NodeSpec } from '../model/inventory.ts';
import type { Begin, JournalRecord } from '../model/journal.ts';
import type { Problem } from '../problems/problem.ts';
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
  /**
   * Sends a script that waits on the node until it is told to go, so that nothing but its own work is
   * left to do then. It must be one that `run` takes; `signal` ends it as there.
   */
  hold(script: string, signal: AbortSignal): Promise<Result<Held, Problem>>;
  /** Never throws, may be called twice; nothing of ours stays open. */
  close(): void;
}

/** A script that waits on its node. */
export interface Held {
  /** How long the node took to answer, from here and back. */
  readonly roundTripMs: number;
  /** Lets it run, and waits for its end. */
  go(): Promise<Result<Outcome, Problem>>;
  /** Ends it without letting it run; nothing happens where it went already. */
  drop(): void;
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
  /** The time of day, ISO 8601, UTC: for records, never for measuring. */
  stamp(): string;
  /** A signal that aborts after `ms` with the problem as its reason. */
  deadline(ms: number, problem: Problem): AbortSignal;
}

/** Everything that a run touches. */
export interface World {
  readonly connector: Connector;
  readonly clock: Clock;
  /** Opens the journal of a run that is about to write. */
  journal(begin: Begin): Promise<Result<Journal, Problem>>;
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
