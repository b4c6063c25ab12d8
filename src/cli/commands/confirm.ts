import { Argument } from 'commander';
import { command } from '../command.ts';
import { connection, diff, reportOutput } from '../options.ts';

export const confirm = command({
  name: 'confirm',
  summary: 'keep what a run of `apply --hold` wrote',
  argument: new Argument('<run>', 'the held run'),
  flags: [...connection, diff, ...reportOutput],
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadConfirm } = await import('../load-recorded.ts');
    return onFleet({ command: 'confirm', target, options, context }, loadConfirm);
  },
});
