import { Argument } from 'commander';
import { command } from '../command.ts';

const formats = ['inventory', 'playbook', 'report', 'history', 'hosts', 'events'];

export const schema = command({
  name: 'schema',
  summary: 'print the JSON Schema of a file format, or of what -o json and ndjson print',
  argument: new Argument('<format>', 'which format').choices(formats),
  flags: [],
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
});
