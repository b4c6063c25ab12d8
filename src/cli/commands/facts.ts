import { ok } from '../../model/result.ts';
import { command } from '../command.ts';
import { inventory, nodes } from '../options.ts';

export const facts = command({
  name: 'facts',
  summary: 'show what each node has: NICs, addresses, versions, settings, tunnels',
  argument: inventory,
  flags: nodes,
  run: async (target, options, context) => {
    const { onFleet } = await import('../fleet.ts');
    const { loadFacts } = await import('../load-job.ts');
    const { facts: read } = await import('../../engine/facts.ts');
    return onFleet({ command: 'facts', target, options, context }, async (request) => {
      const job = await loadFacts(request);
      if (!job.ok) return job;
      return ok({ job: job.value, start: (world) => read(job.value, world) });
    });
  },
});
