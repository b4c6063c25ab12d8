import { Command as Commander, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import type { Command } from './command.ts';
import type { Context } from './context.ts';
import { optionSets, preset } from './options.ts';

/** The exit code of a command line; `argv` without node and script. */
export async function runProgram(argv: readonly string[], context: Context): Promise<number> {
  let exit = 0;
  const program = base(context);
  for (const command of commands) {
    define(program, command, context, async (argument, options) => {
      exit = await command.run(argument, options, context);
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 64;
    throw error;
  }
}

function base({ version, stdout, stderr }: Context): Commander {
  return new Commander('mcreconcile')
    .description('Moves the OVN underlay of a fleet, and keeps it where it belongs.')
    .version(version, '--version')
    .exitOverride()
    .configureOutput({ writeOut: stdout.write, writeErr: stderr.write })
    .addHelpText(
      'after',
      '\nExit codes: 0 in sync or converged, 1 failed or refused, 2 differences,\n3 held until confirmed, 4 unreachable, 5 host key, 6 locked, 7 stale plan,\n8 failed and rolled back, 9 failed and not put back everywhere, 10 moved, but\nnot recorded or interrupted at the end, 64 usage, 65 invalid file, 70 bug,\n130/143 interrupted.',
    );
}

function define(
  program: Commander,
  { name, summary, argument, options }: Command,
  { env }: Context,
  action: (argument: string, options: unknown) => Promise<void>,
): void {
  const command = program.command(name).description(summary);
  if (argument === undefined) command.action((options) => action('', options));
  else command.addArgument(argument).action((given, options) => action(given ?? '', options));
  for (const option of options.flatMap((set) => optionSets[set]))
    command.addOption(preset(option, env));
}
