import type { Colors } from 'picocolors/types.js';
import type { RunEvent } from '../model/event.ts';
import type { Command, Report } from '../model/report.ts';

/** How the receiver of the text wants it. */
export interface Style {
  readonly colors: Colors;
  /** Width of the text; 80 where it goes to no terminal. */
  readonly columns: number;
  /** Every node on lines of its own. */
  readonly verbose: boolean;
  /** Show the changes of nodes that were written, too. */
  readonly diff: boolean;
  /** Keep silent when there is nothing to say: for cron. */
  readonly quiet: boolean;
  /** The inventory, plan or run that the user named. */
  readonly target: string;
  /** The target and options of the run, as words for a command to type next. */
  readonly words: readonly string[];
  /** When the run was over. */
  readonly end: End;
}

export interface End {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How long all took, by a clock that does not jump. */
  readonly seconds: number;
}

/** One output format: the whole text of a report, made at the end of the run. */
export type Reporter = (report: Report, exit: number, style: Style) => Promise<string>;

/** What an output format says before that; `at` is in milliseconds since 1970. */
export interface Live {
  readonly begin: (run: Beginning, at: number) => string;
  readonly event: (event: RunEvent, at: number) => string;
}

export interface Beginning {
  /** mcreconcile's own. */
  readonly version: string;
  readonly command: Command;
  readonly run: string;
}
