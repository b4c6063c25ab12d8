import { Argument } from 'commander';
import type { Command } from '../command.ts';

export const schema: Command = {
  name: 'schema',
  summary: 'print the JSON Schema of a file format, or of what -o json prints',
  argument: new Argument('<format>', 'which format').choices([
    'inventory',
    'playbook',
    'report',
    'history',
    'hosts',
  ]),
  options: [],
  run: async (format, _options, context) => {
    const { fileSchemas, documentSchemas } = await import('../../schemas.ts');
    const all: Readonly<Record<string, object>> = { ...fileSchemas, ...documentSchemas };
    // Within version 1 of a document, keys are added.
    const open = (key: string, value: unknown): unknown =>
      format in documentSchemas && key === 'additionalProperties' && value === false
        ? undefined
        : value;
    context.stdout.write(`${JSON.stringify(all[format], open, 2)}\n`);
    return 0;
  },
};
