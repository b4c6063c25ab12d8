import { readLimit } from '../input/limit.ts';
import { select } from '../input/patterns.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';

/** The nodes that --limit leaves, of those that the play is for. */
export async function limited(
  inventory: Inventory,
  { limit = 'all' }: { readonly limit?: string },
  hosts: readonly string[] | null = null,
): Promise<Result<readonly string[], readonly Problem[]>> {
  const items = await readLimit(limit);
  if (!items.ok) return items;
  const selected = select(inventory, items.value);
  if (!selected.ok || hosts === null) return selected;
  const both = selected.value.filter((name) => hosts.includes(name));
  return both.length > 0 ? ok(both) : err([elsewhere]);
}

const elsewhere: Problem = {
  kind: 'usage',
  cause: '--limit leaves none of the nodes that the playbook is for',
  instead: 'compare it with `hosts` in the playbook',
};
