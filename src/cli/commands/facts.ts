import type { Command } from '../command.ts';
import { inventoryArgument } from '../arguments.ts';
import type { FleetOptions } from '../options.ts';

export const facts: Command<FleetOptions> = {
  name: 'facts',
  summary: 'show what each node has: NICs, addresses, versions, settings',
  argument: inventoryArgument(),
  options: ['connection', 'listHosts', 'output'],
  run: async (target, options, context) => {
    const { runOnFleet } = await import('../run-on-fleet.ts');
    return runOnFleet({ command: 'facts', target, options, context });
  },
};
