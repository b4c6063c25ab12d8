import type { Place } from '../../model/inventory.ts';
import { type Advice, type Invalid, invalid } from '../invalid.ts';
import { hostsOf } from './hosts.ts';

/** A variable where it is set. */
export interface Variable {
  readonly value: unknown;
  /** Why the value cannot be used: it is encrypted, a template, a list. */
  readonly doubt?: Advice;
  readonly key: Place;
  readonly at: Place;
}

export type Variables = ReadonlyMap<string, Variable>;

/** A group while an inventory is read. */
export interface Group {
  readonly name: string;
  readonly place: Place;
  readonly hosts: Set<string>;
  /** Where each is said to be one. */
  readonly parents: Map<string, Place>;
  readonly vars: Map<string, Variable>;
  /** Of groups at one depth, the one with the larger number is stronger. */
  priority: number;
}

/** A host while an inventory is read. */
export interface Host {
  readonly name: string;
  readonly place: Place;
  readonly vars: Map<string, Variable>;
}

/** An inventory while it is read, in the order of the file. */
export interface Draft {
  readonly groups: Map<string, Group>;
  readonly hosts: Map<string, Host>;
  readonly faults: Invalid[];
  /** What is left out, as Ansible does, or because it means nothing here. */
  readonly remarks: Invalid[];
}

/** With the two groups that are always there. */
export function emptyDraft(place: Place): Draft {
  const draft = { groups: new Map(), hosts: new Map(), faults: [], remarks: [] };
  groupOf(draft, 'all', place);
  groupOf(draft, 'ungrouped', place).parents.set('all', place);
  return draft;
}

/** The group of this name, made where there is none. */
export function groupOf(draft: Draft, name: string, place: Place): Group {
  const found = draft.groups.get(name);
  if (found !== undefined) return found;
  const maps = { parents: new Map<string, Place>(), vars: new Map<string, Variable>() };
  const group: Group = { name, place, hosts: new Set(), ...maps, priority: 1 };
  draft.groups.set(name, group);
  return group;
}

/** Puts the hosts of a pattern into a group, with their variables. */
export function addHosts(
  draft: Draft,
  group: Group,
  { text, place }: { readonly text: string; readonly place: Place },
  vars: Variables,
): void {
  const found = hostsOf(text, mostHosts - draft.hosts.size);
  if (!found.ok) draft.faults.push(invalid(place, found.error));
  else
    for (const name of found.value.names) {
      const host = hostOf(draft, name, place, found.value.port);
      for (const [key, variable] of vars) host.vars.set(key, variable);
      group.hosts.add(name);
    }
}

/** Sets a variable of a group; one of them is no variable, but what the group weighs. */
export function setGroupVariable(
  draft: Draft,
  group: Group,
  name: string,
  variable: Variable,
): void {
  if (name !== 'ansible_group_priority') group.vars.set(name, variable);
  else if (/^[-+]?\d{1,9}$/.test(String(variable.value))) group.priority = Number(variable.value);
  else
    draft.faults.push(
      invalid(variable.at, {
        cause: '`ansible_group_priority` is not a whole number',
        instead: 'write one such as `10`: of groups at one depth, the larger is stronger',
      }),
    );
}

// Twice what was ever tried; a slip in a range makes millions.
const mostHosts = 20_000;

function hostOf(draft: Draft, name: string, place: Place, port: number | null): Host {
  const found = draft.hosts.get(name);
  if (found !== undefined) return found;
  const host: Host = { name, place, vars: new Map() };
  if (port !== null) host.vars.set('ansible_port', { value: port, key: place, at: place });
  draft.hosts.set(name, host);
  return host;
}
