import type { RunEvent } from '../model/event.ts';
import { live } from '../reporters/index.ts';
import type { Beginning } from '../reporters/reporter.ts';
import type { Context } from './context.ts';
import type { Output } from './options.ts';

/** What the output has to say before a run begins. */
export async function begin({
  command,
  run,
  options,
  context: { version, stdout },
}: Pick<Beginning, 'command' | 'run'> & {
  readonly options: Pick<Output, 'output'>;
  readonly context: Context;
}): Promise<void> {
  const output = await live[options.output]?.();
  if (output !== undefined) stdout.write(output.begin({ version, command, run }, Date.now()));
}

/** Shows events as they happen, where the output has a place for them. */
export async function teller(
  options: Pick<Output, 'output'>,
  { stdout }: Context,
): Promise<(event: RunEvent) => void> {
  const output = await live[options.output]?.();
  return (event) => {
    if (output !== undefined) stdout.write(output.event(event, Date.now()));
  };
}
