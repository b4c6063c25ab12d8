import { groupBy } from '../../model/group-by.ts';
import { depthsOf } from './depths.ts';
import type { Draft, Group, Host, Variable, Variables } from './draft.ts';

/** A host with its groups and variables, all of them in force. */
export interface Member {
  readonly host: Host;
  /** All but `all`, parents of parents included, the weakest first. */
  readonly groups: readonly string[];
  /** From groups: the same map for all hosts of the same groups. */
  readonly inherited: Variables;
  /** The host's own, which are stronger. */
  readonly own: Variables;
}

/** What stands in `group_vars` and `host_vars`, by the name of the group or host. */
export interface VarFiles {
  readonly groups: ReadonlyMap<string, Variables>;
  readonly hosts: ReadonlyMap<string, Variables>;
}

/** One layer of variables over the other, the strongest last. */
export function merged(layers: readonly (Variables | undefined)[]): Variables {
  const all = new Map<string, Variable>();
  for (const layer of layers) for (const [name, variable] of layer ?? []) all.set(name, variable);
  return all;
}

/** The hosts in the order of the file. */
export function membersOf(draft: Draft, files: VarFiles): readonly Member[] {
  const depths = depthsOf(draft);
  const known = new Map<string, Pick<Member, 'groups' | 'inherited'>>();
  const groups = [...draft.groups.values()];
  const direct = groupBy(
    groups.flatMap(({ name, hosts }) => [...hosts].map((host) => ({ host, name }))),
    ({ host }) => host,
  );
  return [...draft.hosts.values()].map((host) => {
    const names = settled((direct.get(host.name) ?? []).map(({ name }) => name));
    const key = names.join('\n');
    const shared = known.get(key) ?? inheritedOf(draft, names, files, depths);
    known.set(key, shared);
    const kept = files.hosts.get(host.name);
    return { host, ...shared, own: kept ? merged([host.vars, kept]) : host.vars };
  });
}

/** Who is in no other group is in `ungrouped`, and who is in one is not. */
function settled(names: readonly string[]): readonly string[] {
  const others = names.filter((name) => name !== 'all' && name !== 'ungrouped');
  return others.length === 0 ? ['ungrouped'] : others;
}

// As Ansible documents it: what the files beside an inventory say is stronger than the inventory.
function inheritedOf(
  draft: Draft,
  names: readonly string[],
  { groups: files }: VarFiles,
  depths: ReadonlyMap<string, number>,
): Pick<Member, 'groups' | 'inherited'> {
  const groups = withAncestors(draft, names).toSorted(
    (a, b) =>
      (depths.get(a.name) ?? 0) - (depths.get(b.name) ?? 0) ||
      a.priority - b.priority ||
      (a.name < b.name ? -1 : 1),
  );
  const inherited = merged([
    draft.groups.get('all')?.vars,
    ...groups.map(({ vars }) => vars),
    files.get('all'),
    ...groups.map(({ name }) => files.get(name)),
  ]);
  return { groups: groups.map(({ name }) => name), inherited };
}

function withAncestors(draft: Draft, names: readonly string[]): readonly Group[] {
  const found = new Set<Group>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const group = draft.groups.get(name);
    if (group === undefined || name === 'all' || found.has(group)) continue;
    found.add(group);
    open.push(...group.parents.keys());
  }
  return [...found];
}
