import { factsSchema } from './facts.ts';
import { closed, integer, listOf, noted, nullable, problem, text, textOrNull } from './parts.ts';

const change = closed({
  table: { const: 'Open_vSwitch' },
  column: { enum: ['external_ids', 'other_config'] },
  key: text,
  before: noted('null: the key was absent.', textOrNull),
  after: noted('null: the key is to be absent.', textOrNull),
});

const node = closed(
  {
    name: text,
    address: text,
    status: { enum: ['ok', 'drift', 'changed', 'failed', 'unreachable', 'skipped', 'rolled_back'] },
    changes: noted('Net: what differs, or what was changed.', listOf(change)),
    written: noted('null: nobody knows.', { type: ['boolean', 'null'] }),
    problems: listOf(problem),
    duration_ms: integer,
  },
  { facts: noted('From `facts` only; null: nothing was read.', nullable(factsSchema)) },
);

const finding = closed({
  ...problem.properties,
  nodes: noted('The nodes that it is about; empty: the run, or the files.', listOf(text)),
});

const path = closed({
  from: text,
  to: text,
  payload: noted('Bytes of ICMP payload, unfragmentable.', integer),
  sent: integer,
  received: integer,
  small: noted('Whether a small packet came back; null: none was sent.', {
    type: ['boolean', 'null'],
  }),
  device: noted('The NIC of the route; null: there is no route.', textOrNull),
});

const stage = closed({
  name: {
    enum: [
      'freeze',
      'southbound',
      'move',
      'thaw',
      'source',
      'park',
      'drop-source',
      'write',
      'undo',
    ],
  },
  layer: integer,
  nodes: listOf(text),
});

export const command = {
  enum: ['validate', 'export', 'init', 'facts', 'plan', 'apply', 'check', 'confirm', 'rollback'],
} as const;

const results = [
  'in-sync',
  'drift',
  'changed',
  'written',
  'failed',
  'unreachable',
  'refused',
  'rolled-back',
  'held',
  'half-done',
  'invalid',
  'locked',
  'stale',
  'interrupted',
] as const;

const count = { type: 'integer', minimum: 0 } as const;

/** What every command prints with `-o json`, but `history` and `--list-hosts`. */
export const reportSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'mcreconcile.report/1',
  ...closed(
    {
      format: { const: 'mcreconcile.report/1' },
      command,
      run: text,
      result: { enum: results },
      exit: integer,
      summary: closed({
        nodes: count,
        ok: count,
        drift: count,
        changed: count,
        failed: count,
        unreachable: count,
        skipped: count,
        rolled_back: count,
      }),
      nodes: noted('In inventory order.', listOf(node)),
      problems: listOf(finding),
    },
    {
      paths: noted('What the nodes answered over the underlay, where asked.', listOf(path)),
      strategy: noted('Where a plan was made; null: no endpoint in use moves.', {
        enum: ['in-place', 'synchronised', null],
      }),
      stages: noted('Where a plan was made.', listOf(stage)),
    },
  ),
} as const;
