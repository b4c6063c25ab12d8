import { documentText } from './escape.ts';
import type { hostsSchema } from './schemas/hosts.ts';
import type { ValueOf } from './schemas/parts.ts';

/** `mcreconcile.hosts/1`: the names that `--list-hosts` chooses. */
export function hostsJson(hosts: readonly string[]): string {
  const document: ValueOf<typeof hostsSchema> = { format: 'mcreconcile.hosts/1', hosts };
  return documentText(document);
}
