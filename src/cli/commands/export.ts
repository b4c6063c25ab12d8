import { command } from '../command.ts';
import { required, valued } from '../flags.ts';
import { inventory, output } from '../options.ts';
import { oneOf, text } from '../parsers.ts';

export const exportCommand = command({
  name: 'export',
  summary: 'write the inventory in another form',
  argument: inventory,
  flags: [
    required(
      '--format <format>',
      'the form to write: ansible, preseed or init-config',
      oneOf('ansible', 'preseed', 'init-config'),
    ),
    valued(
      '--style <style>',
      'for init-config: microovn writes it by node, as MicroOVN takes it',
      oneOf('microovn'),
    ),
    valued('--out <file>', 'write to this file instead of stdout; it must not exist', text),
    ...output,
  ],
  run: async (target, options, context) => {
    const { exportInventory } = await import('../export-inventory.ts');
    return exportInventory(target, options, context);
  },
});
