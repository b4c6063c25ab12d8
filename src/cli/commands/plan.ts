import type { World } from '../../engine/ports.ts';
import { ok } from '../../model/result.ts';
import { command } from '../command.ts';
import { valued } from '../flags.ts';
import { driftExitCode, inventory, planning } from '../options.ts';
import { text } from '../parsers.ts';

const out = valued('--out <file>', 'save the plan in this file, for `apply`', text);

export const plan = command({
  name: 'plan',
  summary: 'show what `apply` would change, and which rules refuse the change',
  argument: inventory,
  flags: [out, ...planning, driftExitCode],
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadJob } = await import('../load-job.ts');
    const { propose } = await import('../../engine/propose.ts');
    const { noticed } = await import('../noticed.ts');
    const { saved } = await import('../save-plan.ts');
    const { limit, out: file } = options;
    const asked = { command: 'plan', target, options, context, limit, saved: file } as const;
    return onFleet(asked, async (request) => {
      const loaded = await loadJob(request);
      if (!loaded.ok) return loaded;
      const job = { ...loaded.value, command: 'plan' } as const;
      const start = async (world: World) =>
        saved(await noticed(job, context, () => propose(job, world)), file, job, context);
      return ok({ job, start });
    });
  },
});
