import { Argument } from 'commander';
import { command } from '../command.ts';

export const schema = command({
  name: 'schema',
  summary: 'print the JSON Schema of a file format, for editors',
  argument: new Argument('<format>', 'which format').choices(['inventory', 'playbook']),
  flags: [],
  run: async (format, _options, context) => {
    const { fileSchemas } = await import('../../schemas.ts');
    const document = format === 'inventory' ? fileSchemas.inventory : fileSchemas.playbook;
    context.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return 0;
  },
});
