import type { FromSchema } from 'json-schema-to-ts';
import { extensible } from './extensible.ts';
import { settings } from './settings.ts';

/** What names of nodes and groups look like. */
export const label = {
  title: 'a name of letters, digits, `-`, `_` and `.`, letter or digit first and last',
  pattern: '^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$',
  maxLength: 253,
  examples: ['micro01'],
} as const;

const defaults = {
  type: 'object',
  title: 'a map of settings',
  description: 'Settings under every node; groups and nodes override them.',
  examples: [{ underlay: { subnet: '198.19.0.0/16' } }],
  additionalProperties: false,
  properties: settings,
} as const;

const group = {
  type: 'object',
  title: 'a map with `nodes` and settings',
  description: 'Nodes that share settings, and a name for --limit.',
  examples: [{ nodes: ['micro01', 'micro02'] }],
  required: ['nodes'],
  additionalProperties: false,
  properties: {
    nodes: {
      type: 'array',
      title: 'a list of node names',
      description: 'The names of the members.',
      examples: [['micro01', 'micro02']],
      items: { type: 'string', title: 'the name of a node', examples: ['micro01'] },
    },
    ...settings,
  },
} as const;

const node = {
  type: ['object', 'null'],
  title: 'a map of settings',
  description: 'One node; empty where the defaults and groups say it all.',
  examples: [{ underlay: { interface: 'eth1' } }],
  additionalProperties: false,
  properties: {
    address: {
      type: 'string',
      title: 'an IP address or a host name',
      description: 'The management address or name; the node’s name unless given.',
      minLength: 1,
      maxLength: 253,
      examples: ['198.18.0.11'],
    },
    ...settings,
  },
} as const;

const inventory = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'an inventory',
  description: 'An inventory of mcreconcile: the nodes and how their underlay endpoints are named.',
  type: 'object',
  required: ['nodes'],
  additionalProperties: false,
  properties: {
    defaults,
    groups: {
      type: 'object',
      title: 'a map of groups by name',
      description: 'Groups by name; later ones override earlier ones.',
      examples: [{ rack1: { nodes: ['micro01'] } }],
      propertyNames: label,
      additionalProperties: group,
    },
    nodes: {
      type: 'object',
      title: 'a map of nodes by name',
      description: 'The nodes by name.',
      examples: [{ micro01: {} }],
      minProperties: 1,
      propertyNames: label,
      additionalProperties: node,
    },
    outsiders: {
      type: 'array',
      title: 'a list of chassis names',
      description:
        'Chassis that share tunnels with the nodes, are known, and are not ours: no warning names them.',
      examples: [['vtep1']],
      items: {
        type: 'string',
        title: 'a chassis name without blanks',
        pattern: '^[^\\s\\x00-\\x1f\\x7f-\\x9f]+$',
        maxLength: 255,
        examples: ['vtep1'],
      },
    },
  },
} as const;

/** The schema of an inventory, `x-…` keys allowed everywhere. */
export const inventorySchema = extensible(inventory);

/** What the file says, shape by shape. */
export type InventoryInput = FromSchema<typeof inventory>;
export type NodeInput = Exclude<FromSchema<typeof node>, null>;
