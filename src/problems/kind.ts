import type { Value } from '../model/change.ts';

/** What a problem means for the run; status, result and exit code follow from it. */
export type ProblemClass =
  | 'input'
  | 'usage'
  | 'host-key'
  | 'unreachable'
  | 'node'
  /** OVN may still put it right by itself: worth a wait. */
  | 'tunnel'
  | 'rule'
  | 'write'
  | 'locked'
  | 'rolled-back'
  | 'half-done'
  | 'moved'
  | 'held'
  | 'stale'
  | 'warning'
  | 'note'
  | 'SIGINT'
  | 'SIGTERM';

/** All that is known of a kind of problem: what it carries (`Data`), what it means, what it says. */
export interface Kind<Data> {
  readonly class: Part<Data, ProblemClass>;
  /** What is wrong, in one line. */
  readonly summary: Part<Data, string>;
  /** What to do next. */
  readonly hint: Part<Data, string>;
  /** Which of several causes it is: nodes with the same kind and variant are shown as one. */
  readonly variant?: Part<Data, string>;
  /** Told even where all is in sync: silence would pass for a good answer. */
  readonly told?: true;
}

// A method's type: an entry of one kind can then be looked up for a problem of any kind.
export type Part<Data, T extends string> = T | { of(data: Data): T }['of'];

/** An entry of a catalogue. The kind is the entry's key, the data is the type argument. */
export const kind = <Data = unknown>(entry: Kind<Data>): Kind<Data> => entry;

/** The value of a key, in a sentence. */
export function show(value: Value): string {
  return value === null ? 'absent' : `"${value}"`;
}

/** What an entry says for one problem. */
export function said<Data, T extends string>(part: Part<Data, T>, data: Data): T {
  return typeof part === 'function' ? part(data) : part;
}
