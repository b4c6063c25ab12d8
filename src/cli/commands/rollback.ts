import { Argument } from 'commander';
import type { Command } from '../command.ts';
import type { FleetOptions } from '../options.ts';

export const rollback: Command<FleetOptions> = {
  name: 'rollback',
  summary: 'put back what a recorded run changed',
  argument: new Argument('[run]', 'the run; without it the last one that left something'),
  options: ['check', 'diff', 'allow', 'confirm', 'connection', 'output'],
  run: async (target, options, context) => {
    const { runOnFleet } = await import('../run-on-fleet.ts');
    return runOnFleet({ command: 'rollback', target, options, context });
  },
};
