import type { Command } from '../command.ts';
import { inventoryArgument } from '../arguments.ts';
import type { FleetOptions } from '../options.ts';

export const check: Command<FleetOptions> = {
  name: 'check',
  summary: 'drift check for cron: silent when in sync, exit 2 when not',
  argument: inventoryArgument(),
  options: ['playbook', 'connection', 'listHosts', 'output'],
  run: async (target, options, context) => {
    const { runOnFleet } = await import('../run-on-fleet.ts');
    return runOnFleet({ command: 'check', target, options, context });
  },
};
