import { command } from '../command.ts';
import { inventory, playbook, reportOutput } from '../options.ts';

export const validate = command({
  name: 'validate',
  summary: 'check inventory and playbook, without contacting a node',
  argument: inventory,
  flags: [...playbook, ...reportOutput],
  run: async (target, options, context) => {
    const { finish } = await import('../finish.ts');
    const { loadFiles, remarksOn } = await import('../load-files.ts');
    const { newRun, ofRun, reportOf, unread } = await import('../report-of.ts');
    const { begin } = await import('../live.ts');
    const run = newRun();
    await begin({ command: 'validate', run, options, context });
    const files = await loadFiles(target, options, context);
    const remarks = files.ok ? remarksOn(files.value.inventory) : ofRun(files.error);
    const nodes = files.ok ? files.value.inventory.nodes.map(unread) : [];
    return finish(reportOf('validate', remarks, { run, nodes }), { target, options, context });
  },
});
