import type { Command } from '../command.ts';
import { inventoryArgument } from '../arguments.ts';
import type { FleetOptions } from '../options.ts';

export const apply: Command<FleetOptions> = {
  name: 'apply',
  summary: 'converge: read all, judge all, write what differs, verify',
  argument: inventoryArgument(),
  options: [
    'check',
    'diff',
    'allow',
    'partial',
    'confirm',
    'playbook',
    'connection',
    'listHosts',
    'output',
  ],
  run: async (target, options, context) => {
    const { runOnFleet } = await import('../run-on-fleet.ts');
    return runOnFleet({ command: 'apply', target, options, context });
  },
};
