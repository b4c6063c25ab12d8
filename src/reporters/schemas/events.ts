import { closed, integer, listOf, noted, text } from './parts.ts';
import { command, reportSchema } from './report.ts';

const at = noted('RFC 3339, UTC.', text);

const version = closed({
  type: { const: 'version' },
  at,
  format: { const: 'mcreconcile.events/1' },
  version: noted("mcreconcile's own.", text),
  command,
  run: text,
});

const phase = closed({
  type: { const: 'phase' },
  at,
  phase: {
    enum: ['reading', 'probing', 'arming', 'writing', 'verifying', 'disarming', 'rolling back'],
  },
  nodes: noted('Those that it waits for.', listOf(text)),
});

const nodeDone = closed({
  type: noted('This node is done with the phase.', { const: 'node-done' }),
  at,
  node: text,
});

const strategy = closed({
  type: noted('What is about to be written.', { const: 'strategy' }),
  at,
  strategy: noted('write: no endpoint in use moves.', {
    enum: ['in-place', 'synchronised', 'write'],
  }),
  endpoints: integer,
  nodes: integer,
  stages: integer,
  revert_seconds: noted('Without contact for so long, every node reverts.', integer),
});

const end = closed({
  type: noted('A run that wrote, or was about to, is over.', { const: 'end' }),
  at,
  end: { enum: ['changed', 'held', 'confirmed', 'rolled-back', 'half-done', 'refused'] },
});

const { $schema: _dialect, title: _title, ...document } = reportSchema;

const report = closed({ type: { const: 'report' }, at, report: document });

/** One line of what `-o ndjson` prints. */
export const eventsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'mcreconcile.events/1',
  description:
    'One line of -o ndjson. The first line is of type version, and the last of type report: without it, the run was cut off. Skip types that you do not know.',
  anyOf: [version, phase, nodeDone, strategy, end, report],
} as const;
