import type { Command } from '../command.ts';
import { inventoryArgument } from '../arguments.ts';
import type { FleetOptions } from '../options.ts';

export const plan: Command<FleetOptions> = {
  name: 'plan',
  summary: 'show what would change, and what speaks against it',
  argument: inventoryArgument(),
  options: ['out', 'allow', 'partial', 'playbook', 'connection', 'listHosts', 'output'],
  run: async (target, options, context) => {
    const { runOnFleet } = await import('../run-on-fleet.ts');
    return runOnFleet({ command: 'plan', target, options, context });
  },
};
