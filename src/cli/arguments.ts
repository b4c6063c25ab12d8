import { Argument } from 'commander';

/** The inventory that a command works on. */
export function inventoryArgument(): Argument {
  return new Argument('<inventory>', 'path of the inventory file');
}
