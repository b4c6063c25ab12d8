import { ok } from '../../model/result.ts';
import { command } from '../command.ts';
import { driftExitCode, inventory, nodes, playbook } from '../options.ts';

export const check = command({
  name: 'check',
  summary: 'report drift, for cron: print nothing when all is in sync, exit 2 when not',
  argument: inventory,
  flags: [...playbook, ...nodes, driftExitCode],
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadJob } = await import('../load-job.ts');
    const { check: judge } = await import('../../engine/check.ts');
    const asked = { command: 'check', target, options, context, quiet: true } as const;
    return onFleet(asked, async (request) => {
      const job = await loadJob(request);
      if (!job.ok) return job;
      return ok({ job: job.value, start: (world) => judge(job.value, world) });
    });
  },
});
