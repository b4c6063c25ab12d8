import { closed, listOf, noted, text } from './parts.ts';

/** What `--list-hosts` prints with `-o json`. */
export const hostsSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'mcreconcile.hosts/1',
  ...closed({
    format: { const: 'mcreconcile.hosts/1' },
    hosts: noted('In inventory order.', listOf(text)),
  }),
} as const;
