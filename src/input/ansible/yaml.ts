import { type Invalid, invalid } from '../invalid.ts';
import { didYouMean } from '../nearest.ts';
import { isMap, typeOf } from '../schema/wanted.ts';
import { show } from '../show.ts';
import type { Tree } from '../yaml.ts';
import { type Child, scalarSpot } from '../yaml/spot.ts';
import {
  addHosts,
  type Draft,
  emptyDraft,
  type Group,
  groupOf,
  setGroupVariable,
} from './draft.ts';
import { variablesOf } from './variable.ts';

/** An inventory in Ansible's YAML: groups by name, each with hosts, vars and children. */
export function draftOfYaml(tree: Tree): Draft {
  const draft = emptyDraft(tree.locate(0));
  draft.faults.push(...tree.problems);
  const reader = { tree, draft };
  for (const [name, child] of tree.root.children) {
    if (isMap(child.spot.value) || child.spot.value === null) readGroup(reader, name, child);
    else draft.remarks.push(leftOut(reader, child, `${show(name)} is no group`));
  }
  return draft;
}

interface Reader {
  readonly tree: Tree;
  readonly draft: Draft;
}

function readGroup(reader: Reader, name: string, child: Child): Group {
  const { tree, draft } = reader;
  doubted(reader, child);
  const group = groupOf(draft, name, tree.locate(child.key));
  if (!isMap(child.spot.value) && child.spot.value !== null)
    draft.faults.push(notAMap(reader, child, `the group ${show(name)}`));
  for (const [key, part] of child.spot.children) {
    const read = parts.get(key);
    if (read) read(reader, group, sectionOf(reader, key, part));
    else draft.remarks.push(unknownKey(reader, part, key, name));
  }
  return group;
}

type ReadPart = (reader: Reader, group: Group, section: Child) => void;

const parts: ReadonlyMap<string, ReadPart> = new Map<string, ReadPart>([
  ['vars', readVars],
  ['children', readChildren],
  ['hosts', readHosts],
]);

function readVars({ tree, draft }: Reader, group: Group, { spot }: Child): void {
  for (const [name, variable] of variablesOf(spot, tree))
    setGroupVariable(draft, group, name, variable);
}

function readChildren(reader: Reader, group: Group, { spot }: Child): void {
  for (const [name, child] of spot.children)
    readGroup(reader, name, child).parents.set(group.name, reader.tree.locate(child.key));
}

function readHosts(reader: Reader, group: Group, { spot }: Child): void {
  const { tree, draft } = reader;
  for (const [text, child] of spot.children) {
    if (doubted(reader, child)) continue;
    if (!isMap(child.spot.value) && child.spot.value !== null)
      draft.faults.push(notAMap(reader, child, `what follows the host ${show(text)}`));
    const place = tree.locate(child.key);
    addHosts(draft, group, { text, place }, variablesOf(child.spot, tree));
  }
}

/** `hosts: micro01` is short for a map with that one key. */
function sectionOf(reader: Reader, name: string, section: Child): Child {
  const { spot } = section;
  if (isMap(spot.value) || spot.value === null) return section;
  if (typeof spot.value !== 'string')
    reader.draft.faults.push(notAMap(reader, section, show(name)));
  const lone: Child = { key: spot.offset, spot: scalarSpot(null, spot.offset) };
  const children = new Map(typeof spot.value === 'string' ? [[spot.value, lone]] : []);
  return { ...section, spot: { ...spot, children } };
}

/** A name that may not be what was meant cannot be the name of a host or a group. */
function doubted({ tree, draft }: Reader, { key, doubt }: Child): boolean {
  if (doubt) draft.faults.push(invalid(tree.locate(key), doubt));
  return doubt !== undefined;
}

function notAMap({ tree }: Reader, { spot }: Child, what: string): Invalid {
  return invalid(tree.locate(spot.offset), {
    cause: `${what} is ${typeOf(spot.value)}, not a map`,
    instead: 'write one name with a `:` on each line, without `-`',
  });
}

function unknownKey(reader: Reader, part: Child, key: string, group: string): Invalid {
  const hint = didYouMean(key, ['hosts', 'children', 'vars']);
  const cause = `${show(key)} means nothing in the group ${show(group)}`;
  return leftOut(reader, part, cause, hint);
}

function leftOut(
  { tree }: Reader,
  { key }: Child,
  cause: string,
  instead = 'write groups with `hosts`, `children` and `vars`',
) {
  return invalid(tree.locate(key), { cause, instead });
}
