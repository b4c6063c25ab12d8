import { ok } from '../../model/result.ts';
import { command } from '../command.ts';
import { inventory, nodes, playbook } from '../options.ts';

export const check = command({
  name: 'check',
  summary: 'report drift, for cron: print nothing when all is in sync, exit 2 when not',
  argument: inventory,
  flags: [...playbook, ...nodes],
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadJob } = await import('../load-job.ts');
    const { run } = await import('../../engine/run.ts');
    const asked = { command: 'check', target, options, context, quiet: true } as const;
    return onFleet(asked, async (request) => {
      const loaded = await loadJob(request);
      if (!loaded.ok) return loaded;
      const job = { ...loaded.value, command: 'check', write: false } as const;
      return ok({ job, start: (world) => run(job, world) });
    });
  },
});
