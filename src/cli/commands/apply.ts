import { Argument } from 'commander';
import { command } from '../command.ts';
import { driftExitCode, planning, writing } from '../options.ts';

export const apply = command({
  name: 'apply',
  summary: 'converge: read and judge all nodes, write what differs, verify',
  argument: new Argument(
    '<inventory>',
    'path of the inventory file, or of a plan that `plan --out` saved',
  ),
  flags: [...writing, ...planning, driftExitCode],
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadApply } = await import('../load-apply.ts');
    const { limit } = options;
    return onFleet({ command: 'apply', target, options, context, limit }, loadApply);
  },
});
