import { Command as Commander, CommanderError } from 'commander';
import { commands } from './commands/index.ts';
import type { Context } from './context.ts';
import { outward } from './outward.ts';

/** The exit code of a command line; `argv` without node and script. */
export async function runProgram(argv: readonly string[], context: Context): Promise<number> {
  const { code, line } = outward(argv, context.env);
  let exit = 0;
  const program = base(context);
  for (const add of commands) add(program, context, (ended) => void (exit = ended));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code(exit);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    const said = line(error.message);
    if (said !== '') context.stdout.write(said);
    return code(64);
  }
}

function base({ version, stdout, stderr }: Context): Commander {
  return new Commander('mcreconcile')
    .description('Moves the OVN tunnel endpoints of a fleet, and checks that they stay in place.')
    .version(version, '--version')
    .exitOverride()
    .configureOutput({ writeOut: stdout.write, writeErr: stderr.write })
    .addHelpText(
      'after',
      '\nExit codes: 0 in sync or converged, 1 failed or refused, 2 differences,\n3 held until confirmed, 4 unreachable, 5 host key, 6 locked, 7 stale plan,\n8 failed and rolled back, 9 failed and not rolled back everywhere, 10 moved,\nbut not recorded or interrupted at the end, 64 usage, 65 invalid file, 70 bug,\n130/143 interrupted.',
    );
}
