import type { Inventory } from '../model/inventory.ts';
import type { Problem } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Glob, globOf } from './glob.ts';
import { didYouMean } from './nearest.ts';
import { show } from './show.ts';

/** The nodes that a pattern names, in inventory order: `a,b`, `rack1:micro0?`, `all`. */
export function select(inventory: Inventory, pattern: string): Result<readonly string[], Problem> {
  const items = pattern.split(/[,:]/).map((item) => item.trim());
  const named = items.filter((item) => item !== '');
  if (named.length === 0) return err(usage('the pattern names no node', 'write a name, or `all`'));
  const chosen = new Set<string>();
  for (const item of named) {
    const matches = matching(inventory, item);
    if (matches.length === 0) return err(nothingMatches(inventory, item));
    for (const name of matches) chosen.add(name);
  }
  return ok(inventory.nodes.map(({ name }) => name).filter((name) => chosen.has(name)));
}

function matching({ nodes }: Inventory, item: string): readonly string[] {
  const fits: Glob = item === 'all' ? () => true : globOf(item);
  return nodes
    .filter(({ name, groups }) => fits(name) || groups.some(fits))
    .map(({ name }) => name);
}

function nothingMatches({ nodes }: Inventory, item: string): Problem {
  const cause = `${show(item)} matches no node and no group`;
  if (/^[&!~]/.test(item))
    return usage(cause, 'write names and globs: `&`, `!` and `~` are not understood yet');
  const names = new Set(nodes.flatMap(({ name, groups }) => [name, ...groups]));
  return usage(
    cause,
    didYouMean(item, names) ?? 'write the name of a node or of a group, or `all`',
  );
}

function usage(cause: string, instead: string): Problem {
  return { kind: 'usage', cause, instead };
}
