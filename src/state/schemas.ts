// Keys that are not used here are left alone: within version 1 of a format, keys are only added.

const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const value = { type: ['string', 'null'] } as const;
const key = { column: { enum: ['external_ids', 'other_config'] }, key: text } as const;
const at = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' } as const;

const change = {
  type: 'object',
  required: ['table', 'column', 'key', 'before', 'after'],
  properties: { table: { const: 'Open_vSwitch' }, ...key, before: value, after: value },
} as const;

const held = {
  type: 'object',
  required: ['column', 'key', 'value'],
  properties: { ...key, value },
} as const;

const stage = {
  type: 'object',
  required: ['name', 'layer', 'prime', 'writes'],
  properties: {
    name: text,
    layer: { type: 'integer', minimum: 0 },
    prime: { type: 'array' },
    writes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['node', 'changes', 'holds'],
        properties: {
          node: text,
          changes: { type: 'array', items: change },
          holds: { type: 'array', items: held },
        },
      },
    },
  },
} as const;

/** What it takes to reach a node again; the rest is for people. */
const spec = {
  type: 'object',
  required: ['name', 'address', 'connection', 'ssh', 'underlay', 'ovs', 'systemId', 'vars'],
  properties: {
    name: { type: 'string', minLength: 1 },
    address: { type: 'string', minLength: 1 },
    connection: { enum: ['ssh', 'local'] },
    ssh: {
      type: 'object',
      properties: {
        user: text,
        port: { type: 'integer', minimum: 1, maximum: 65_535 },
        identity_file: text,
        known_hosts: text,
        become: { type: 'boolean' },
      },
    },
    underlay: { type: ['object', 'boolean', 'null'] },
    ovs: { type: 'object', properties: { vsctl: text, db: text } },
    systemId: value,
    vars: { type: 'object' },
    groups: texts,
  },
} as const;

/** The lines of a journal, by the `type` of its records. */
export const journalBeginSchema = {
  type: 'object',
  required: [
    'format',
    'at',
    'run',
    'inventory',
    'owner',
    'strategy',
    'confirmSeconds',
    'nodes',
    'stages',
  ],
  properties: {
    format: { const: 'mcreconcile.journal/1' },
    at,
    run: text,
    inventory: text,
    owner: text,
    strategy: { enum: ['in-place', 'synchronised', 'write'] },
    confirmSeconds: { type: 'number', minimum: 0 },
    rollsBack: text,
    nodes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['spec', 'changes'],
        properties: { spec, changes: { type: 'array', items: change } },
      },
    },
    stages: { type: 'array', items: stage },
  },
} as const;

export const journalStageSchema = {
  type: 'object',
  required: ['at', 'name'],
  properties: { at, name: text },
} as const;

export const journalRollbackSchema = {
  type: 'object',
  required: ['at', 'cause'],
  properties: { at, cause: text },
} as const;

export const journalEndSchema = {
  type: 'object',
  required: ['at', 'end'],
  properties: {
    at,
    end: { enum: ['changed', 'held', 'confirmed', 'rolled-back', 'half-done', 'refused'] },
  },
} as const;

export const lockOwnerSchema = {
  type: 'object',
  required: ['run', 'inventory', 'user', 'host', 'pid', 'started', 'at', 'expires'],
  properties: {
    run: text,
    inventory: text,
    user: text,
    host: text,
    pid: { type: 'integer', minimum: 1 },
    started: value,
    at,
    expires: at,
  },
} as const;

/** A saved plan; what is in `content` is vouched for by the hash. */
export const planFileSchema = {
  type: 'object',
  required: ['format', 'version', 'sha256', 'content'],
  additionalProperties: false,
  properties: {
    format: text,
    version: text,
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    content: {
      type: 'object',
      required: ['run', 'at', 'inventory', 'play', 'selected', 'allow', 'plan'],
      properties: {
        run: text,
        at,
        inventory: { type: 'object' },
        play: { type: 'object' },
        selected: texts,
        allow: texts,
        plan: { type: 'object' },
      },
    },
  },
} as const;
