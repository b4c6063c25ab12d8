import { Argument } from 'commander';
import type { Command } from '../command.ts';
import type { FleetOptions } from '../options.ts';

export const confirm: Command<FleetOptions> = {
  name: 'confirm',
  summary: 'keep what `apply --hold` wrote',
  argument: new Argument('<run>', 'the run that is held'),
  options: ['connection', 'diff', 'output'],
  run: async (target, options, context) => {
    const { runOnFleet } = await import('../run-on-fleet.ts');
    return runOnFleet({ command: 'confirm', target, options, context });
  },
};
