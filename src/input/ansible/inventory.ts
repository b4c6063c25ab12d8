import { groupBy } from '../../model/group-by.ts';
import type { Inventory, Place } from '../../model/inventory.ts';
import { err, ok } from '../../model/result.ts';
import { assembled, leaf, listOf, mapOf } from '../assembled.ts';
import { inOrder, type Invalid, invalid, type Read } from '../invalid.ts';
import { readInventory } from '../native/inventory.ts';
import type { Expand } from '../native/normalise.ts';
import type { Draft } from './draft.ts';
import { type Member, membersOf, type VarFiles } from './members.ts';
import { plainVariables } from './plain-variables.ts';
import { settingsOf } from './settings.ts';

/** The hosts of an Ansible inventory as nodes; all its errors at once. */
export function readAnsible(
  draft: Draft,
  files: VarFiles,
  { file, expand }: { readonly file: string; readonly expand: Expand },
): Read<Inventory> {
  const top = { file, line: 1, column: 1 };
  const members = membersOf(draft, files);
  const faults = [...draft.faults];
  const remarks = [...draft.remarks];
  const nodes = members.map(
    (member) => [member.host.name, settingsOf(member, { faults, remarks })] as const,
  );
  if (nodes.length === 0 && faults.length === 0) return err([invalid(top, empty)]);
  if (nodes.length === 0) return err(inOrder(faults));
  const root = mapOf(top, [
    ['groups', mapOf(top, groupsOf(draft, members, top))],
    ['nodes', mapOf(top, nodes)],
  ]);
  const read = readInventory(assembled(root, inOrder(faults)), file, expand);
  return read.ok ? ok(withVariables(read.value, members, inOrder(remarks))) : read;
}

const empty = {
  cause: 'this inventory has no hosts',
  instead: 'add one, such as `micro01` under `hosts:` or on a line of its own',
};

function groupsOf(draft: Draft, members: readonly Member[], top: Place) {
  const pairs = members.flatMap(({ host, groups }) => groups.map((group) => ({ group, host })));
  return [...groupBy(pairs, ({ group }) => group)].map(([name, hosts]) => {
    const place = draft.groups.get(name)?.place ?? top;
    const leaves = hosts.map(({ host }) => leaf(host.name, place));
    return [name, mapOf(place, [['nodes', listOf(place, leaves)]])] as const;
  });
}

/** Added last: to judge them one by one would say nothing, and take long. */
function withVariables(
  inventory: Inventory,
  members: readonly Member[],
  said: readonly Invalid[],
): Inventory {
  const variables = plainVariables();
  const nodes = inventory.nodes.map((node, at) => {
    const member = members[at];
    return member ? { ...node, ...variables(member) } : node;
  });
  const remarks = said.map(({ place, cause, instead }) => ({ place, cause, instead }));
  return remarks.length === 0 ? { ...inventory, nodes } : { ...inventory, nodes, remarks };
}
