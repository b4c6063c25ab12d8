import { inventoryArgument } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { PlayOptions } from '../load-files.ts';
import type { OutputOptions } from '../options.ts';

export const validate: Command<OutputOptions & PlayOptions> = {
  name: 'validate',
  summary: 'check inventory and playbook; contact nobody',
  argument: inventoryArgument(),
  options: ['playbook', 'output'],
  run: async (inventory, options, context) => {
    const { validateFiles } = await import('../validate-files.ts');
    return validateFiles(inventory, options, context);
  },
};
