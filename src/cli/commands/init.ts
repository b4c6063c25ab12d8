import { Argument } from 'commander';
import { command } from '../command.ts';
import { initFlags } from '../init/flags.ts';

export const init = command({
  name: 'init',
  summary: 'write an inventory that names the underlay address of each node',
  argument: new Argument(
    '[inventory]',
    'take the nodes of this inventory, or add to it with --add',
  ),
  flags: initFlags,
  run: async (target, options, context) => {
    const { runInit } = await import('../init/run-init.ts');
    return runInit({ target, options, context });
  },
});
