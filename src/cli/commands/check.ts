import { command } from '../command.ts';
import { inventory, nodes, playbook } from '../options.ts';

export const check = command({
  name: 'check',
  summary: 'report drift, for cron: print nothing when in sync, exit 2 when not',
  argument: inventory,
  flags: [...playbook, ...nodes],
  run: async (target, options, context) => {
    const { onFleet, ready } = await import('../fleet.ts');
    const { loadJob } = await import('../load-job.ts');
    const { run } = await import('../../engine/run.ts');
    const asked = { command: 'check', target, options, context, quiet: true } as const;
    return onFleet(asked, async (request) => {
      const job = await loadJob(request);
      return job.ok ? ready({ ...job.value, command: 'check', write: false }, run) : job;
    });
  },
});
