import type { Connector } from '../engine/ports.ts';
import type { RunEvent } from '../model/event.ts';
import type { Dialogue } from './init/questions.ts';
import type { Reach } from './options.ts';

/** One standard stream, and what it can show. */
export interface Stream {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** Width of the terminal; 80 where there is none. */
  readonly columns: number;
  /** Colours are wanted and shown: NO_COLOR, TERM=dumb and pipes are taken into account. */
  readonly hasColors: boolean;
}

/** Something about a node that only who asks for details wants to know. */
export type Remark = (node: string, text: string) => void;

/** What the command line takes from the process; main.ts makes the real one. */
export interface Context {
  /** The package's. */
  readonly version: string;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** What stdin holds, to its end; rejects as reading a file does, and at the interrupt. */
  readonly stdin: () => AsyncIterable<Uint8Array>;
  /** null: stdin or stderr is no terminal, so that nobody can be asked. */
  readonly dialogue: Dialogue | null;
  /** The process's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The login name, ssh's default user. */
  readonly user: string;
  /** Where journals and locks are kept. */
  readonly state: string;
  /** This process, for those who find its traces. */
  readonly process: { readonly pid: number; readonly host: string };
  /** The folder of the playbooks that the package ships. */
  readonly playbooks: string;
  /** Aborts, with a Problem as its reason, on SIGINT and SIGTERM. */
  readonly interrupt: AbortSignal;
  /** Hears how far a run has come: the process may be left at any moment. */
  readonly told: (event: RunEvent) => void;
  /** `remark` hears how a node is reached, where that is not the usual way. */
  readonly connector: (options: Reach, remark: Remark) => Promise<Connector>;
}
