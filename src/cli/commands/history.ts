import type { Command } from '../command.ts';
import type { OutputOptions } from '../options.ts';

export const history: Command<OutputOptions> = {
  name: 'history',
  summary: 'list the runs that wrote something, and how they ended',
  options: ['output'],
  run: async (_argument, options, context) => {
    const { showHistory } = await import('../show-history.ts');
    return showHistory(options, context);
  },
};
