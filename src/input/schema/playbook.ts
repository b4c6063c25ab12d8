import type { Cutover, DefaultUnderlay } from '../../model/play.ts';

/** The schema of a playbook whose tasks are these, by name. */
export function playbookSchema(tasks: Readonly<Record<string, { readonly schema: unknown }>>) {
  const schemas = Object.entries(tasks).map(([name, { schema }]) => [name, schema] as const);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'a list of one play',
    description: 'A playbook of mcreconcile: declarations that together make one plan.',
    type: 'array',
    examples: [[{ name: 'Dedicated underlay', tasks: [{ underlay_address: {} }] }]],
    minItems: 1,
    maxItems: 1,
    items: {
      ...play,
      properties: { ...play.properties, tasks: { ...taskList, items: task(schemas) } },
    },
  };
}

/** What a playbook says. */
export interface PlayInput {
  readonly name: string;
  readonly hosts?: string;
  readonly cutover?: Cutover;
  readonly default_underlay?: DefaultUnderlay;
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
}

const play = {
  type: 'object',
  title: 'a map with `name` and `tasks`',
  description: 'The play.',
  required: ['name', 'tasks'],
  additionalProperties: false,
  patternProperties: { '^x-': true },
  properties: {
    name: {
      type: 'string',
      title: 'a title for people',
      description: 'What the play is for.',
      minLength: 1,
      examples: ['Dedicated underlay'],
    },
    hosts: {
      type: 'string',
      title: 'a pattern of node and group names',
      description: 'The nodes that the play is for; all unless given.',
      minLength: 1,
      default: 'all',
      examples: ['all'],
    },
    cutover: {
      type: 'string',
      title: 'a strategy of moving endpoints',
      description: 'How endpoints that are in use move; `auto`: in place where that can be.',
      enum: ['auto', 'in-place', 'synchronised'],
      default: 'auto',
      examples: ['auto'],
    },
    default_underlay: {
      type: 'string',
      title: 'what stands for an underlay',
      description:
        'What stands for the underlay where the inventory names none at all; an error unless given.',
      enum: ['management'],
      examples: ['management'],
    },
  },
} as const;

const taskList = {
  type: 'array',
  title: 'a list of tasks',
  description: 'Declarations, not steps: their order means nothing.',
  minItems: 1,
  examples: [[{ underlay_address: {} }]],
} as const;

function task(schemas: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    title: 'a task: one name and its arguments',
    description: 'One task: its name, and its arguments under it.',
    examples: [{ underlay_address: {} }],
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
    properties: Object.fromEntries(schemas),
  };
}
