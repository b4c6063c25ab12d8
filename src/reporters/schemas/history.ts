import { closed, integer, listOf, noted, nullable, problem, text, textOrNull } from './parts.ts';

const run = closed({
  run: text,
  result: {
    enum: [
      'changed',
      'held',
      'confirmed',
      'rolled-back',
      'half-done',
      'refused',
      'running',
      'died',
      'unreadable',
    ],
  },
  started_at: textOrNull,
  last_at: noted('When it last wrote to its journal.', textOrNull),
  inventory: textOrNull,
  nodes: nullable(listOf(text)),
  strategy: textOrNull,
  confirm_seconds: { type: ['number', 'null'] },
  rolls_back: noted('The run that this one rolls back.', textOrNull),
  owner: textOrNull,
  stage: noted('The last stage that it came to.', textOrNull),
  rollback_cause: noted('Why it was rolled back.', textOrNull),
  problems: noted('Why its journal cannot be read; then the keys above are null.', listOf(problem)),
});

/** What `history` prints with `-o json`. */
export const historySchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'mcreconcile.history/1',
  ...closed({
    format: { const: 'mcreconcile.history/1' },
    runs: noted('Newest last.', listOf(run)),
    older: noted('How many older runs are left out.', integer),
    problems: noted('Why there is no list at all.', listOf(problem)),
  }),
} as const;
