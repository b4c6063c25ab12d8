import type { Inventory, NodeSpec } from '../model/inventory.ts';
import type { Play, PlayTask } from '../model/play.ts';
import type { Problem } from '../problems/problem.ts';
import { inOrder, type Invalid, invalid } from './invalid.ts';
import { show } from './show.ts';
import { builtInVariables, references } from './variables.ts';

/**
 * Where playbook and inventory do not fit: a variable that nothing defines, an underlay that the
 * playbook needs and the inventory does not name. `hosts` are the nodes that the play is for.
 */
export function disagreements(
  play: Play,
  { nodes }: Inventory,
  hosts: readonly string[],
): readonly Problem[] {
  const concerned = nodes.filter(({ name }) => hosts.includes(name));
  return [
    ...play.tasks.flatMap((task) => unknownVariables(task, concerned)),
    ...(needsUnderlay(play) ? concerned.flatMap(undeclared) : []),
  ];
}

/** The inventory with what the play takes for an underlay; who named one for some nodes forgot the others. */
export function withDefaultUnderlay(inventory: Inventory, { defaultUnderlay }: Play): Inventory {
  const named = inventory.nodes.some(({ underlay }) => underlay !== null && underlay !== false);
  if (defaultUnderlay === undefined || named) return inventory;
  return { ...inventory, nodes: inventory.nodes.map((node) => ({ ...node, underlay: false })) };
}

/** The inventory with the variables that the play names: no others are worth keeping in plans and journals. */
export function withUsedVariables(inventory: Inventory, { tasks }: Play): Inventory {
  const used = new Set(tasks.flatMap(names));
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    unusable: {},
    vars: Object.fromEntries(Object.entries(node.vars).filter(([name]) => used.has(name))),
  }));
  return { ...inventory, nodes };
}

function unknownVariables(task: PlayTask, nodes: readonly NodeSpec[]): readonly Problem[] {
  return names(task)
    .filter((name) => !builtInVariables.includes(name))
    .flatMap((name): readonly Problem[] => {
      const without = nodes.filter(({ vars }) => !Object.hasOwn(vars, name));
      const unusable = without.flatMap((node) => remarkOn(node, name));
      if (unusable.length > 0) return inOrder(unusable);
      return without.length === 0 ? [] : [unknown(task, name, without)];
    });
}

/** Set, but not so that it could be used: said where it is set. */
function remarkOn({ unusable = {} }: NodeSpec, name: string): readonly Invalid[] {
  const remark = Object.hasOwn(unusable, name) ? unusable[name] : undefined;
  if (remark === undefined) return [];
  const cause = `${show(name)} cannot be used: ${remark.cause}`;
  return [invalid(remark.place, { ...remark, cause })];
}

function unknown(task: PlayTask, name: string, without: readonly NodeSpec[]): Problem {
  const whom = without.map((node) => node.name).slice(0, 5);
  const more = without.length > whom.length ? ` and ${without.length - whom.length} more` : '';
  return invalid(task.place, {
    cause: `${show(`{{ ${name} }}`)} is defined nowhere for ${whom.join(', ')}${more}`,
    instead: `set \`${name}\` under \`vars\` in the inventory, or with --extra-vars`,
  });
}

function needsUnderlay({ tasks }: Play): boolean {
  return tasks.some(
    (task) =>
      ['underlay_address', 'underlay_path'].includes(task.task) ||
      names(task).some((name) => ['underlay_ip', 'underlay_interface'].includes(name)),
  );
}

function undeclared({ name, underlay, place }: NodeSpec): readonly Problem[] {
  if (underlay !== null) return [];
  const cause = `node ${name} has no underlay, and the playbook needs one`;
  const instead =
    'write `underlay: { ip, interface or subnet }`, or `underlay: false` for its management address (for Ansible: `underlay_ip` or `underlay_interface`)';
  return [invalid(place, { cause, instead })];
}

function names({ args }: PlayTask): readonly string[] {
  return references(JSON.stringify(args));
}
