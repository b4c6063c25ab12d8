import type { Argument, Command as Program } from 'commander';
import type { Context } from './context.ts';
import type { Flag, Values } from './flags.ts';

/** Adds one command to a program; `ended` hears its exit code. */
export type Command = (
  program: Program,
  context: Context,
  ended: (exit: number) => void,
) => Program;

/** A command, as its file declares it. `run` imports what it needs: `--help` must not pay for it. */
interface Declaration<Flags extends readonly Flag[]> {
  readonly name: string;
  readonly summary: string;
  readonly argument?: Argument;
  readonly flags: Flags;
  /** Returns the exit code. An argument that was left out is empty. */
  run(argument: string, options: Values<Flags>, context: Context): Promise<number>;
}

export function command<Flags extends readonly Flag[]>(declared: Declaration<Flags>): Command {
  return (program, context, ended) => {
    const made = program.command(declared.name).description(declared.summary);
    if (declared.argument !== undefined) made.addArgument(declared.argument);
    for (const { option } of declared.flags) made.addOption(option(context.env));
    return made.action(async () =>
      ended(await declared.run(made.args[0] ?? '', made.opts<Values<Flags>>(), context)),
    );
  };
}
