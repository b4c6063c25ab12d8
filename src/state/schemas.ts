// Keys that are not used here are left alone: within version 1 of a format, keys are only added.

const text = { type: 'string' } as const;
const value = { type: ['string', 'null'] } as const;
const key = { column: { enum: ['external_ids', 'other_config'] }, key: text } as const;
const at = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' } as const;
const map = { type: 'object' } as const;
const texts = listOf(text);

const changes = listOf(
  mapOf({ table: { const: 'Open_vSwitch' }, ...key, before: value, after: value }),
);

const stage = mapOf({
  name: text,
  layer: { type: 'integer', minimum: 0 },
  prime: { type: 'array' },
  writes: listOf(mapOf({ node: text, changes, holds: listOf(mapOf({ ...key, value })) })),
});

const ssh = {
  user: text,
  port: { type: 'integer', minimum: 1, maximum: 65_535 },
  identity_file: text,
  known_hosts: text,
  become: { type: 'boolean' },
} as const;

/** What it takes to reach a node again; the rest is for people. */
const spec = mapOf(
  {
    name: { type: 'string', minLength: 1 },
    address: { type: 'string', minLength: 1 },
    connection: { enum: ['ssh', 'local'] },
    ssh: mapOf({}, ssh),
    underlay: { type: ['object', 'boolean', 'null'] },
    ovs: mapOf({}, { vsctl: text, db: text }),
    systemId: value,
    vars: map,
  },
  { groups: texts },
);

/** The lines of a journal, by the `type` of its records. */
export const journalBeginSchema = mapOf(
  {
    format: { const: 'mcreconcile.journal/1' },
    at,
    run: text,
    inventory: text,
    owner: text,
    strategy: { enum: ['in-place', 'synchronised', 'write'] },
    confirmSeconds: { type: 'number', minimum: 0 },
    nodes: listOf(mapOf({ spec, changes })),
    stages: listOf(stage),
  },
  { rollsBack: text },
);

export const journalStageSchema = mapOf({ at, name: text });

export const journalRollbackSchema = mapOf({ at, cause: text });

export const journalEndSchema = mapOf({
  at,
  end: { enum: ['changed', 'held', 'confirmed', 'rolled-back', 'half-done', 'refused'] },
});

export const lockOwnerSchema = mapOf({
  run: text,
  inventory: text,
  user: text,
  host: text,
  pid: { type: 'integer', minimum: 1 },
  started: value,
  at,
  expires: at,
});

const savedPlan = mapOf({
  run: text,
  at,
  inventory: map,
  play: map,
  selected: texts,
  allow: texts,
  plan: map,
});

/** A saved plan; what is in `content` is vouched for by the hash. */
export const planFileSchema = {
  ...mapOf({
    format: text,
    version: text,
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    content: savedPlan,
  }),
  additionalProperties: false,
};

/** A map that always has the first keys, and has the others at times. */
function mapOf(always: object, atTimes: object = {}) {
  const properties = { ...always, ...atTimes };
  return { type: 'object', required: Object.keys(always), properties };
}

function listOf(items: object) {
  return { type: 'array', items };
}
