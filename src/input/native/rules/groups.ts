import { type Invalid, invalid } from '../../invalid.ts';
import { didYouMean } from '../../nearest.ts';
import { show } from '../../show.ts';
import type { Context, Group } from '../members.ts';

/** A group is made of nodes of this file. */
export function groupNamesNodes({ document, groups }: Context): readonly Invalid[] {
  // As the file has them: a node that breaks the schema is still one.
  const nodes = new Set(document.keys(['nodes']));
  return entries(groups, (name) => !nodes.has(name)).map(({ path, name }) =>
    invalid(document.place(path, 'value'), {
      cause: `no node is called ${show(name)}`,
      instead: didYouMean(name, nodes) ?? 'write the name of a node, or add it under `nodes:`',
    }),
  );
}

/** Twice in one group is a slip: another node was meant. */
export function groupNamesOnce({ document, groups }: Context): readonly Invalid[] {
  return groups.flatMap((group) => {
    const seen = new Set<string>();
    return entries([group], (name) => seen.size === seen.add(name).size).map(({ path, name }) =>
      invalid(document.place(path, 'value'), {
        cause: `${show(name)} stands in ${show(group.name)} twice`,
        instead: 'leave one out',
      }),
    );
  });
}

/** `--limit` takes names of nodes and of groups, and `all`. */
export function groupsAreNotNodes({ document, groups, members }: Context): readonly Invalid[] {
  const nodes = new Set(members.map(({ name }) => name));
  const wrong = (kind: 'nodes' | 'groups', name: string, cause: string) =>
    invalid(document.place([kind, name], 'key'), { cause, instead: 'give it another name' });
  const names = groups.map(({ name }) => name);
  const alike = names.filter((name) => nodes.has(name));
  return [
    ...alike.map((name) => wrong('groups', name, `${show(name)} is a node too`)),
    ...(nodes.has('all') ? [wrong('nodes', 'all', meansAll)] : []),
    ...(names.includes('all') ? [wrong('groups', 'all', meansAll)] : []),
  ];
}

const meansAll = '`all` always means every node';

function entries(groups: readonly Group[], wanted: (name: string) => boolean) {
  return groups.flatMap(({ layer, nodes }) =>
    nodes
      .map((name, at) => ({ name, path: [...layer.path, 'nodes', at] }))
      .filter(({ name }) => wanted(name)),
  );
}
