import { expanded } from './ansible/hosts.ts';
import type { Inventory } from '../model/inventory.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type Glob, globOf } from './glob.ts';
import type { Advice } from './invalid.ts';
import { didYouMean } from './nearest.ts';
import { fitting } from './regex.ts';
import { show } from './show.ts';

type Nodes = Inventory['nodes'];
type Found = Result<ReadonlySet<string>, Advice>;

/** The nodes that one name, glob, regular expression or range stands for; none is an error. */
export function matching(nodes: Nodes, text: string): Found {
  if (text.startsWith('~')) return byRegex(nodes, text);
  const found = bySubscript(nodes, text) ?? byRange(nodes, text) ?? ok(byGlob(nodes, text));
  return found.ok && found.value.size === 0 ? err(nothingMatches(nodes, text)) : found;
}

function byRegex(nodes: Nodes, text: string): Found {
  const found = fitting(text.slice(1), namesOf(nodes));
  if (!found.ok) return found;
  const fits = new Set(found.value);
  const chosen = named(nodes, (name) => fits.has(name));
  return chosen.size === 0 ? err(nothingMatches(nodes, text)) : ok(chosen);
}

function byGlob(nodes: Nodes, text: string): ReadonlySet<string> {
  return named(nodes, text === 'all' ? () => true : globOf(text));
}

/** `web[0]`, `web[-1]`, `web[0:2]`; null where what stands before it names nothing: then it is none. */
function bySubscript(nodes: Nodes, text: string): Found | null {
  const match = /^(.+)\[(?:(-?\d+)|(\d+):(\d*))\]$/.exec(text);
  if (match === null) return null;
  const [, base = '', only, from = only, to = only] = match;
  const whole = [...byGlob(nodes, base)];
  if (whole.length === 0) return null;
  // Both ends belong to it; without the second it goes on to the last one, as -1 does.
  const [first, last] = [Number(from), to === '' ? -1 : Number(to)];
  const part = whole.slice(first, last === -1 ? undefined : last + 1);
  return part.length > 0 ? ok(new Set(part)) : err(outside(text, base, whole.length));
}

/** `micro[01:12]`: every name of it must be there, as a node or as a group. */
function byRange(nodes: Nodes, text: string): Found | null {
  if (!/\[[^\]]*:/.test(text)) return null;
  const names = expanded(text, mostNames);
  if (!names.ok) return names;
  const known = new Set(namesOf(nodes));
  const missing = names.value.find((name) => !known.has(name));
  if (missing !== undefined) return err(missingOf(text, missing));
  const wanted = new Set(names.value);
  return ok(named(nodes, (name) => wanted.has(name)));
}

// As many as an inventory of Ansible may have.
const mostNames = 20_000;

function named(nodes: Nodes, fits: Glob): ReadonlySet<string> {
  const found = nodes.filter(({ name, groups }) => fits(name) || groups.some(fits));
  return new Set(found.map(({ name }) => name));
}

function namesOf(nodes: Nodes): readonly string[] {
  return [...new Set(nodes.flatMap(({ name, groups }) => [name, ...groups]))];
}

function outside(text: string, base: string, count: number): Advice {
  const cause = `${show(text)} is outside: ${show(base)} has ${count} node${count === 1 ? '' : 's'}`;
  return { cause, instead: 'counting starts at 0; `[-1]` is the last one' };
}

function missingOf(text: string, name: string): Advice {
  const cause = `${show(text)} has ${show(name)} in it, and neither a node nor a group is called so`;
  return { cause, instead: 'write the range of names that are there, or a glob' };
}

function nothingMatches(nodes: Nodes, text: string): Advice {
  const cause = `${show(text)} matches no node and no group`;
  if (text.startsWith('@')) return { cause, instead: 'only --limit takes a file' };
  const range = text.replace(/\[(\d+)-(\d+)\]/, '[$1:$2]');
  if (range !== text) return { cause, instead: `write a range as ${show(range)}` };
  const instead = 'write the name of a node or of a group, or `all`';
  return { cause, instead: didYouMean(text, namesOf(nodes)) ?? instead };
}
