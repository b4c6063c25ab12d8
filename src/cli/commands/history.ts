import { command } from '../command.ts';
import { output } from '../options.ts';

export const history = command({
  name: 'history',
  summary: 'list the runs that wrote something, and how each ended',
  flags: output,
  run: async (_argument, options, context) => {
    const { showHistory } = await import('../show-history.ts');
    return showHistory(options, context);
  },
});
