import { inventoryArgument } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { ExportOptions } from '../options.ts';

export const exportCommand: Command<ExportOptions> = {
  name: 'export',
  summary: 'write the inventory in another form',
  argument: inventoryArgument(),
  options: ['export', 'output'],
  run: async (inventory, options, context) => {
    const { exportInventory } = await import('../export-inventory.ts');
    return exportInventory(inventory, options, context);
  },
};
