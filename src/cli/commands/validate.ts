import { command } from '../command.ts';
import { inventory, output, playbook } from '../options.ts';

export const validate = command({
  name: 'validate',
  summary: 'check inventory and playbook, without contacting a node',
  argument: inventory,
  flags: [...playbook, ...output],
  run: async (target, options, context) => {
    const { finish } = await import('../finish.ts');
    const { validated } = await import('../validated.ts');
    return finish(await validated(target, options, context), { target, options, context });
  },
});
