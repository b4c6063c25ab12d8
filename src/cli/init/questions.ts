import type { FoundHost } from '../../discovery/heard.ts';
import type { Problem } from '../../problems/problem.ts';
import type { Result } from '../../model/result.ts';
import type { Candidate } from '../../setup/candidate.ts';

/** What `init` asks where the flags leave it open. Each answers null where the user cancels. */
export interface Questions {
  /** A member of the running cluster, which names the others; empty: look for hosts by mDNS. */
  member(): Promise<string | null>;
  /** Which of the hosts that were found are to be used; `found` is not empty. */
  hosts(found: readonly FoundHost[]): Promise<readonly FoundHost[] | null>;
  /** Configure dedicated underlay networking? (yes/no) [default=no] */
  underlay(): Promise<boolean | null>;
  /** Any number for each node, unfit ones never: that it is one of each is for the caller to check. */
  choose(
    candidates: readonly Candidate[],
    proposal: readonly Candidate[],
  ): Promise<readonly Candidate[] | null>;
  /** Retry selecting underlay network interfaces? (yes/no) [default=yes] */
  retry(): Promise<boolean | null>;
  /** Whether a file that is there may be replaced. */
  overwrite(file: string): Promise<boolean | null>;
}

/** Somebody at a terminal; each part is loaded when it is called. */
export interface Dialogue {
  /** Something that is not shown while it is typed; null: it was cancelled. */
  secret(question: string): Promise<string | null>;
  questions(): Promise<Questions>;
  /** The hosts that announce SSH on the local network, by name. */
  discover(signal: AbortSignal): Promise<Result<readonly FoundHost[], Problem>>;
}
