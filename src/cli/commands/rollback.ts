import { Argument } from 'commander';
import { command } from '../command.ts';
import { allow, connection, driftExitCode, reportOutput, writing } from '../options.ts';

export const rollback = command({
  name: 'rollback',
  summary: 'roll back what a recorded run changed',
  argument: new Argument('[run]', 'the run; default: the last run that can be rolled back'),
  flags: [...writing, allow, ...connection, ...reportOutput, driftExitCode],
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadRollback } = await import('../load-recorded.ts');
    return onFleet({ command: 'rollback', target, options, context }, loadRollback);
  },
});
