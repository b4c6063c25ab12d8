import type { Inventory } from '../model/inventory.ts';
import type { Problem } from '../problems/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Advice, invalid } from './invalid.ts';
import type { Item } from './pattern-items.ts';
import { matching } from './pattern-matching.ts';

/**
 * The nodes that a pattern names, in inventory order. As in Ansible the order of its parts means
 * nothing: all that is named, of it what every `&` has, of that what no `!` has.
 */
export function select(
  { nodes }: Inventory,
  items: readonly Item[],
): Result<readonly string[], readonly Problem[]> {
  const parts = items.map((item) => ({ item, found: matching(nodes, nameOf(item)) }));
  const problems = parts.flatMap(({ item, found }) => (found.ok ? [] : [at(item, found.error)]));
  const [first] = items;
  if (first === undefined) return err([at(first, nothingSaid)]);
  if (problems.length > 0) return err(problems);
  const sets = (sign: string) =>
    parts.flatMap(({ item, found }) => (signOf(item) === sign && found.ok ? [found.value] : []));
  const [named, kept, dropped] = [sets(''), sets('&'), sets('!')];
  const chosen = nodes
    .map(({ name }) => name)
    // Who only takes away takes away from all.
    .filter((name) => named.length === 0 || named.some((set) => set.has(name)))
    .filter((name) => kept.every((set) => set.has(name)))
    .filter((name) => !dropped.some((set) => set.has(name)));
  return chosen.length > 0 ? ok(chosen) : err([at(first, nothingLeft)]);
}

function signOf({ text }: Item): string {
  return /^[&!]/.exec(text)?.[0] ?? '';
}

function nameOf(item: Item): string {
  return item.text.slice(signOf(item).length).trim();
}

const nothingSaid = { cause: 'the pattern names no node', instead: 'write a name, or `all`' };

const nothingLeft = {
  cause: 'the pattern leaves no node',
  instead: 'look at what its `&` and `!` take away, with --list-hosts',
};

function at(item: Item | undefined, advice: Advice): Problem {
  const place = item?.place ?? null;
  return place === null ? { kind: 'usage', ...advice } : invalid(place, advice);
}
