import type { Argument } from 'commander';
import type { Context } from './context.ts';
import type { optionSets } from './options.ts';

/**
 * One command, as its file declares it. `run` imports what it needs when it is called:
 * `--help` must not pay for it.
 */
export interface Command<Options = unknown> {
  readonly name: string;
  readonly summary: string;
  /** Absent where the command takes none; `run` gets an empty one. */
  readonly argument?: Argument;
  readonly options: readonly (keyof typeof optionSets)[];
  /** Returns the exit code. */
  run(argument: string, options: Options, context: Context): Promise<number>;
}
