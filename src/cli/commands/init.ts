import { Argument } from 'commander';
import type { Command } from '../command.ts';
import type { InitOptions } from '../options.ts';

export const init: Command<InitOptions> = {
  name: 'init',
  summary: 'write an inventory: which address of each node is the underlay',
  argument: new Argument('[inventory]', 'take the nodes of this inventory, or add to it'),
  options: ['init', 'allow', 'reach', 'output'],
  run: async (target, options, context) => {
    const { runInit } = await import('../init/run-init.ts');
    return runInit({ target, options, context });
  },
};
